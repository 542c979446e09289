import { useEffect, useState } from 'preact/hooks';
import { Button } from '../controls/Button.tsx';
import { Select } from '../controls/Select.tsx';
import { ErrorState } from '../shared/ErrorState.tsx';
import { Icon } from '../shared/Icon.tsx';
import { KeyCap } from '../shared/KeyCap.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Notice } from '../shared/Notice.tsx';
import { ProgressLine } from '../shared/ProgressLine.tsx';
import { surroundingsOf } from '../surroundings.ts';
import { Findings } from './Findings.tsx';
import { makeKeys } from './keys.ts';
import type { MakeModel } from './model.ts';
import { ProofLine } from './ProofLine.tsx';
import { Proposals } from './Proposals.tsx';
import { Replay } from './Replay.tsx';
import { YamlPane } from './YamlPane.tsx';

export function MakePage(props: { model: MakeModel }) {
  const { model } = props;
  const status = model.status.value;
  useEffect(() => listen(model), [model]);
  return (
    <>
      {status.kind === 'loading' && <Waiting />}
      {status.kind === 'failed' && (
        <main class="alone">
          <h1 class="srOnly">Make a case</h1>
          <ErrorState failure={status.failure} what="No case can be made of this trace." safe="Nothing was written." actions={[{ words: 'Try again', run: () => void model.open() }, { words: 'Close', run: model.cancel }]} />
        </main>
      )}
      {status.kind === 'open' && <Making model={model} />}
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

/** Nothing for 200 ms, then a line and a word. */
function Waiting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return late ? <main class="alone"><h1 class="srOnly">Make a case</h1><ProgressLine active label="Drafting the case" /><p class="dim">Drafting the case</p></main> : null;
}

function Making(props: { model: MakeModel }) {
  const { model } = props;
  const view = model.view.value;
  if (!view) return null;
  const failure = model.failure.value;
  const [like, ...others] = view.similar ?? [];
  return (
    <div class="makePage">
      <header class="head makeHead">
        <div class="titleRow">
          <Icon name="new-file" />
          <h1 class="title">Make a case</h1>
          <span class="meta cut" title={view.query}>from “{view.query}”, {view.said}</span>
          <span class="grow" />
          <button type="button" class="linkButton" onClick={() => model.openStep()}><Icon name="link-external" small />Open trace</button>
        </div>
        {like && <Notice kind="info">Like case <button type="button" class="linkButton" onClick={() => model.openCase(like.caseId)}>{like.caseId}</button>, {like.similarity.toFixed(2)}{others.length > 0 ? `, and ${others.length} more` : ''}</Notice>}
        {view.earlier.length > 0 && <Notice kind="info">This trace has a case already: {view.earlier.map((id, at) => <>{at > 0 && ', '}<button key={id} type="button" class="linkButton" onClick={() => model.openCase(id)}>{id}</button></>)}</Notice>}
        <ProofLine model={model} view={view} />
      </header>
      <main class="makeMain">
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
          <span class="saveIn"><Select label="Save in" value={model.kept.value.folder ?? 'casebook/cases'} choices={(model.folders.value.length > 0 ? model.folders.value : ['casebook/cases']).map((value) => ({ value, label: value }))} onChange={(value) => void model.chooseFolder(value)} /></span>
          <span class="saveIn"><Select label="From" hint="Only what happened from this step on; the turns before it become messages" value={String(model.kept.value.fromStep ?? '')} choices={[{ value: '', label: 'Whole trace' }, ...view.starts.map(({ step, name }) => ({ value: String(step), label: `Step ${step}: ${name}` }))]} onChange={(value) => void model.begin(value === '' ? undefined : Number(value))} /></span>
          <span class="dim small">{view.status === 'active' ? 'Status active: confirmed by writing it' : 'Status draft: shown and run, decides nothing'}</span>
          <span class="grow" />
          <span class="footKeys dim small">
            <KeyCap text="↑" /><KeyCap text="↓" /> proposal <KeyCap text={makeKeys.hintOf('show')} /> {makeKeys.wordsOf('show')}
          </span>
          <Button shortcut={makeKeys.shortcutOf('leave')} onClick={model.cancel}><span class="buttonText">Cancel<KeyCap text={makeKeys.hintOf('leave')} /></span></Button>
        </div>
      </footer>
    </div>
  );
}

function listen(model: MakeModel): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const action = makeKeys.actionOf(event, surroundingsOf(event, { dialogOpen: false }));
    if (!action || model.status.value.kind !== 'open') return;
    const inText = event.target instanceof HTMLTextAreaElement;
    if ((action === 'next' || action === 'previous' || action === 'show') && !(event.target instanceof Element && (event.target === document.body || event.target.closest('.proposals')))) return;
    event.preventDefault();
    if (action === 'keep' || action === 'loosen' || action === 'drop') void model.decide(({ keep: 'kept', loosen: 'loosened', drop: 'dropped' } as const)[action]);
    else if (action === 'next') model.move(1);
    else if (action === 'previous') model.move(-1);
    else if (action === 'show') model.show();
    else if (action === 'prove') void model.prove();
    else if (action === 'write') void model.write();
    else if (inText) document.querySelector<HTMLElement>('.proposal[tabindex="0"]')?.focus();
    else model.cancel();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
