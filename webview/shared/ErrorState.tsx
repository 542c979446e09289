import { Button } from '../controls/Button.tsx';
import type { Failure } from './failure.ts';
import { Notice } from './Notice.tsx';

/** What failed, what is still safe, what to do. */
export function ErrorState(props: { failure: Failure; what: string; safe: string; actions: readonly { readonly words: string; readonly run: () => void }[] }) {
  return (
    <div class="errorState">
      <Notice kind="error"><strong>{props.what}</strong> {props.failure.message}{props.failure.hint === undefined ? '' : ` ${props.failure.hint}`}</Notice>
      <p>{props.safe}</p>
      <div class="buttonRow">
        {props.actions.map((action, index) => <Button key={action.words} kind={index === 0 ? 'primary' : 'secondary'} onClick={action.run}>{action.words}</Button>)}
      </div>
    </div>
  );
}
