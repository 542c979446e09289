import type { CasePreview } from '../../src/protocol/makeApi.ts';
import { Icon } from '../shared/Icon.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';

const marks = { pass: ['pass', 'Pass'], fail: ['fail', 'Fail'], error: ['warning', 'Error'], 'n/a': ['unlabelled', 'n/a'] } as const;

/** Each check on the recorded trace. */
export function Replay(props: { view: CasePreview; onStep: (n: number) => void }) {
  const { checks } = props.view.proof;
  return (
    <section class="replay" aria-labelledby="replayHead">
      <h2 id="replayHead" class="groupHead dim small">Replay of the recorded trace</h2>
      {checks.length === 0 && <p class="dim empty">The case checks nothing yet</p>}
      <ul>
        {checks.map(({ id, outcome, reason, step, gating }) => (
          <li key={id} class="replayRow">
            {outcome === 'n/a' ? <Icon name="circle-slash" small /> : <MarkIcon mark={marks[outcome][0]} words={marks[outcome][1]} />}
            <span class="replayText"><span>{id}</span> <span class="dim">{reason}{gating ? '' : ', only told'}</span></span>
            {step !== null && <button type="button" class="linkButton small" onClick={() => props.onStep(step)}>step {step}</button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
