import { useEffect } from 'preact/hooks';
import { Button } from '../controls/Button.tsx';
import { Select } from '../controls/Select.tsx';
import { ErrorState } from '../shared/ErrorState.tsx';
import { Icon } from '../shared/Icon.tsx';
import { KeyCap } from '../shared/KeyCap.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Waiting } from '../shared/Waiting.tsx';
import { surroundingsOf } from '../surroundings.ts';
import { Findings } from './Findings.tsx';
import { makeKeys } from './keys.ts';
import type { MakeModel } from './model.ts';
import { ProofLine } from './ProofLine.tsx';
import { Proposals } from './Proposals.tsx';
import { Replay } from './Replay.tsx';
import { SaveIn } from './SaveIn.tsx';
import { WalkBar } from './WalkBar.tsx';
import type { Walk } from './walk.ts';
import { YamlPane } from './YamlPane.tsx';

export function MakePage(props: { walk: Walk }) {
  const { walk } = props;
  useEffect(() => listen(walk), [walk]);
  const failed = walk.failed.value;
  const current = walk.current.value;
  return (
    <>
      {failed ? <main class="alone"><h1 class="srOnly">Make a case</h1><ErrorState failure={failed} what="No case can be made here." safe="Nothing was written." actions={[{ words: 'Try again', run: () => void walk.begin() }, { words: 'Close', run: walk.cancel }]} /></main>
        : current ? <Current key={current.trace} walk={walk} model={current.model} /> : <Waiting title="Make a case" words="Drafting the case" />}
      <LiveRegion spoken={walk.spoken} />
    </>
  );
}

function Current(props: { walk: Walk; model: MakeModel }) {
  const { walk, model } = props;
  const status = model.status.value;
  const bar = walk.traces.value.length > 1 && <WalkBar walk={walk} />;
  if (status.kind === 'open') return <Making walk={walk} model={model} />;
  return (
    <>
      {bar}
      {status.kind !== 'failed' ? <Waiting title="Make a case" words="Drafting the case" /> : (
        <main class="alone">
          <h1 class="srOnly">Make a case</h1>
          <ErrorState failure={status.failure} what="No case can be made of this trace." safe={bar ? 'The others can be written without it.' : 'Nothing was written.'} actions={[{ words: 'Try again', run: () => void model.open(true) }, { words: 'Close', run: walk.cancel }]} />
        </main>
      )}
    </>
  );
}

function Making(props: { walk: Walk; model: MakeModel }) {
  const { walk, model } = props;
  const view = model.view.value;
  if (!view) return null;
  const failure = model.failure.value;
  const written = model.kept.value.written;
  const [like, ...others] = view.similar ?? [];
  const together = view.alikeTogether.flatMap(({ trace, similarity }) => walk.traces.value.flatMap((each, at) => (each.trace === trace ? [{ at, title: each.title, similarity }] : [])));
  return (
    <div class="makePage">
      <header class="head makeHead">
        {walk.traces.value.length > 1 && <WalkBar walk={walk} />}
        <div class="titleRow">
          <Icon name="new-file" />
          <h1 class="title">Make a case</h1>
          <span class="meta cut" title={view.query}>from “{view.query}”, {view.turn ? `turn ${view.turn.nth} of ${view.turn.of}, ` : ''}{view.said}</span>
          <span class="grow" />
          <button type="button" class="linkButton" onClick={() => model.openStep()}><Icon name="link-external" small />Open trace</button>
        </div>
        {together.length > 0 && <Notice kind="info">Asks nearly the same as {together.slice(0, 3).map(({ at, title, similarity }, n) => <>{n > 0 && ', '}<button key={at} type="button" class="linkButton" onClick={() => void walk.goTo(at)}>{at + 1}. {title}</button>, {similarity.toFixed(2)}</>)}{together.length > 3 ? `, and ${together.length - 3} more of these traces` : ', which is made into a case here too'}</Notice>}
        {like && <Notice kind="info">Like case <button type="button" class="linkButton" onClick={() => model.openCase(like.caseId)}>{like.caseId}</button>, {like.similarity.toFixed(2)}{others.length > 0 ? `, and ${others.length} more` : ''}</Notice>}
        {written === null && view.earlier.length > 0 && <Notice kind="info">This trace has a case already: {view.earlier.map((id, at) => <>{at > 0 && ', '}<button key={id} type="button" class="linkButton" onClick={() => model.openCase(id)}>{id}</button></>)}</Notice>}
        {written ? <Notice kind="info">Written to {written.file}: <button type="button" class="linkButton" onClick={() => model.openCase(written.id)}>{written.id}</button>. {written.sentence}</Notice> : <ProofLine walk={walk} model={model} view={view} />}
      </header>
      <main class={`makeMain ${written ? 'isWritten' : ''}`} inert={written !== null}>
        <div class="makeLeft">
          <Proposals model={model} />
          <Findings model={model} view={view} />
        </div>
        <div class="makeRight">
          <YamlPane model={model} view={view} />
          <Replay view={view} onStep={model.openStep} />
        </div>
      </main>
      <footer class="makeFoot">
        {failure && <Notice kind="error" onClose={() => (model.failure.value = null)}>{failure.message} {failure.hint}</Notice>}
        <div class="footRow">
          <SaveIn walk={walk} />
          <span class="saveIn"><Select label="From" hint="Only what happened from this step on, in the turn of the user that holds it; what was said before becomes messages" value={String(model.kept.value.fromStep ?? '')} disabled={written !== null} choices={[{ value: '', label: wholeOf(model) }, ...startsOf(model).map(({ step, name }) => ({ value: String(step), label: `Step ${step}: ${name}` }))]} onChange={(value) => void model.begin(value === '' ? undefined : Number(value))} /></span>
          {written === null && <span class="dim small">{view.status !== 'active' ? 'Status draft: shown and run, decides nothing' : model.isActive.value || walk.traces.value.length === 1 ? 'Status active: confirmed by writing it' : 'Status active if written by itself; a draft if written with the others before anything was decided in it'}</span>}
          <span class="grow" />
          <span class="footKeys dim small">
            <KeyCap text="↑" /><KeyCap text="↓" /> proposal <KeyCap text={makeKeys.hintOf('undo')} /> take back
          </span>
          <Button shortcut={makeKeys.shortcutOf('leave')} onClick={walk.cancel}><span class="buttonText">Cancel<KeyCap text={makeKeys.hintOf('leave')} /></span></Button>
        </div>
      </footer>
    </div>
  );
}

/** A case asks one turn: of several, that which the label speaks of. */
function wholeOf({ view, kept }: MakeModel): string {
  const turn = view.value?.turn;
  if (!turn) return 'Whole trace';
  return kept.value.fromStep === undefined ? `Turn ${turn.nth} of ${turn.of}` : 'Proposed turn';
}

/** A step to begin at that is not among the first ones is listed too. */
function startsOf({ view, kept }: MakeModel): readonly { readonly step: number; readonly name: string }[] {
  const starts = view.value?.starts ?? [];
  const { fromStep } = kept.value;
  return fromStep === undefined || starts.some(({ step }) => step === fromStep) ? starts : [...starts, { step: fromStep, name: 'chosen in the trajectory' }];
}

function listen(walk: Walk): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const action = makeKeys.actionOf(event, surroundingsOf(event, { dialogOpen: false }));
    const model = walk.current.value?.model;
    if (!action || !model) return;
    const isOpen = model.status.value.kind === 'open' && model.kept.value.written === null;
    const inText = event.target instanceof HTMLTextAreaElement;
    if ((action === 'next' || action === 'previous' || action === 'show') && !(event.target instanceof Element && (event.target === document.body || event.target.closest('.proposals')))) return;
    event.preventDefault();
    if (action === 'nextTrace' || action === 'previousTrace') void walk.step(action === 'nextTrace' ? 1 : -1);
    else if (action === 'writeAll') void walk.writeAll();
    else if (action === 'leave') {
      if (inText) document.querySelector<HTMLElement>('.proposal[tabindex="0"]')?.focus();
      else walk.cancel();
    } else if (!isOpen) return;
    else if (action === 'keep') void model.decide('kept');
    else if (action === 'drop') void model.decide('dropped');
    else if (action === 'loosen') void model.loosen();
    else if (action === 'next') model.move(1);
    else if (action === 'previous') model.move(-1);
    else if (action === 'show') model.show();
    else if (action === 'undo') void model.undo();
    else if (action === 'prove') void model.prove();
    else void walk.write();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
