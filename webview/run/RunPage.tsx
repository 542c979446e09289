import { hintFor } from '../../src/core/display/pageKeys.ts';
import type { RunView } from '../../src/core/model/runView.ts';
import { Button } from '../controls/Button.tsx';
import { ErrorState } from '../shared/ErrorState.tsx';
import { Sheet } from '../shared/KeySheet.tsx';
import { LiveRegion } from '../shared/LiveRegion.tsx';
import { Waiting } from '../shared/Waiting.tsx';
import { surroundingsOf } from '../surroundings.ts';
import { act } from './actions.ts';
import { CaseDetails } from './CaseDetails.tsx';
import { CaseRows } from './CaseRows.tsx';
import { FilterBar } from './FilterBar.tsx';
import { Head } from './Head.tsx';
import { runKeys } from './keys.ts';
import { Metrics } from './Metrics.tsx';
import type { RunModel } from './model.ts';
import { useKeys } from '../shared/useKeys.ts';

/** What came of a run: the verdict, what changed, and each case with why. */
export function RunPage(props: { model: RunModel }) {
  const { model } = props;
  const status = model.status.value;
  const page = model.page.value;
  useKeys((event) => handleKey(event, model), [model]);
  return (
    <>
      {status.kind === 'loading' && <Waiting title="Run" words="Reading the results" />}
      {status.kind === 'failed' && <main class="alone"><h1 class="srOnly">Run</h1><ErrorState failure={status.failure} what="The run cannot be shown." safe="Its files are as they were." actions={[{ words: 'Try again', run: model.retry }, { words: 'Show another run', run: model.chooseRun }]} /></main>}
      {status.kind === 'open' && page && (page.run ? <Whole model={model} run={page.run} /> : <Nothing model={model} />)}
      <KeySheet model={model} />
      <LiveRegion spoken={model.spoken} />
    </>
  );
}

function Nothing(props: { model: RunModel }) {
  return (
    <main class="alone nothing">
      <h1 class="title">No run yet</h1>
      <p class="dim">Run your cases, and this page holds what came of it: the verdict, what newly fails since the run before, and why, down to the trajectory of each trial. A case is run from the line above it in its file, from the view Cases, or here.</p>
      <div class="buttonRow"><Button kind="primary" onClick={props.model.runAll}>Run All Cases</Button><Button onClick={props.model.newCase}>New Case…</Button></div>
    </main>
  );
}

function Whole(props: { model: RunModel; run: RunView }) {
  const { model, run } = props;
  return (
    <div class="run">
      <Head model={model} run={run} />
      <FilterBar model={model} run={run} />
      {model.view.value === 'metrics'
        ? <main class="runMetrics"><Metrics run={run} /></main>
        : <main class="runCases"><CaseRows model={model} /><CaseDetails model={model} /></main>}
    </div>
  );
}

function KeySheet(props: { model: RunModel }) {
  const { model } = props;
  const groups = (['Move', 'Trace'] as const).map((group) => ({
    title: group === 'Move' ? 'Move' : 'Case',
    lines: runKeys.bound().filter((each) => each.group === group && each.keys.length > 0).map(({ keys, words }) => ({ hint: keys.map((key) => hintFor([key], runKeys.onMac)).join(' '), words })),
  }));
  return <Sheet open={model.sheetOpen.value} onClose={() => (model.sheetOpen.value = false)} groups={groups} />;
}

function handleKey(event: KeyboardEvent, model: RunModel): void {
  if (!model.run.peek()) return;
  const action = runKeys.actionOf(event, surroundingsOf(event, { dialogOpen: model.sheetOpen.peek() }));
  if (action === undefined) return;
  // What scrolls keeps its arrows, and so does a group of choices.
  if (event.key.startsWith('Arrow') && event.target instanceof Element && event.target.closest('.caseDetails, .runMetrics, [role="radiogroup"]')) return;
  event.preventDefault();
  act(model, action);
}
