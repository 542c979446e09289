import { plural } from '../../../src/core/display/numbers.ts';
import { bothSteps } from '../../../src/core/display/patternWords.ts';
import { Select } from '../../controls/Select.tsx';
import { ErrorState } from '../../shared/ErrorState.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { ProgressLine } from '../../shared/ProgressLine.tsx';
import { keysOf } from '../keys.ts';
import { TabNothing } from '../TabNothing.tsx';
import { ClassBars } from './ClassBars.tsx';
import { GroupSide } from './GroupSide.tsx';
import { Matrix, TransitionTable } from './Matrix.tsx';
import type { PatternsModel } from './model.ts';
import { weekChoices } from './model.ts';
import { Perception } from './Perception.tsx';
import { Together } from './Together.tsx';

const all = '';

export function PatternsView(props: { model: PatternsModel }) {
  const { model } = props;
  const answer = model.answer.value;
  const failure = model.failure.value;
  if (failure && !answer) return <ErrorState failure={failure} what="The patterns cannot be shown." safe="Labels and cases are kept." actions={[{ words: 'Try again', run: () => void model.refresh() }]} />;
  if (!answer) return <ProgressLine active={model.loading.value} label="Reading the labels" />;
  // Nothing at all, in whatever weeks.
  if (answer.reviewed === 0 && answer.undated === 0 && answer.span === null && model.promptVersion.value === null) return <Nothing model={model} />;
  return (
    <div class="patterns">
      <Bar model={model} />
      <ProgressLine active={model.loading.value} label="Reading the labels" />
      {answer.warnings.map((sentence) => <p key={sentence} class="notice warning">{sentence}</p>)}
      <div class={`patternsSplit${model.chosen.value ? ' withSide' : ''}`}>
        <div class="patternsMain">
          <Transitions model={model} />
          <div class="patternsTwo"><ClassBars weeks={answer.weeks} undated={answer.undated} before={answer.failuresBefore ?? 0} all={answer.span === null} /><Perception model={model} /></div>
          <Together together={answer.together} />
        </div>
        <GroupSide model={model} />
      </div>
      <Foot />
    </div>
  );
}

function Nothing(props: { model: PatternsModel }) {
  const { page } = props.model;
  return <TabNothing title="Nothing to compare yet" actions={[{ words: 'Review traces', run: () => page.goTo('queue') }, { words: 'Import Traces…', run: page.importTraces }]}>When failures are labelled with the last good and the first wrong step, this shows where runs go wrong, and what the failures have in common.</TabNothing>;
}

function Bar(props: { model: PatternsModel }) {
  const { model } = props;
  const { matrix, promptVersions } = model.answer.value!;
  const keys = keysOf('patterns');
  const version = model.promptVersion.value;
  const versions = version === null || promptVersions.includes(version) ? promptVersions : [version, ...promptVersions];
  return (
    <div class="patternsBar">
      <h2 class="strong">Where runs go wrong</h2>
      <span class="dim grow">{bothSteps(matrix)}</span>
      <span class="patternsChoices">
        <Select label="Last" value={String(model.weeks.value)} choices={weekChoices.map((weeks) => ({ value: String(weeks), label: weeks === null ? 'All weeks' : `${weeks} weeks` }))} onChange={(value) => model.setWeeks(value === 'null' ? null : Number(value))} />
        {versions.length > 0 && <Select label="Prompt" value={version ?? all} choices={[{ value: all, label: 'All prompts' }, ...versions.map((each) => ({ value: each, label: `Prompt ${each}` }))]} onChange={(value) => model.setPrompt(value === all ? null : value)} />}
        <button type="button" class="chip" aria-pressed={model.asTable.value} aria-keyshortcuts={keys.shortcutOf('table')} title={`All transitions as a table (${keys.hintOf('table')})`} onClick={model.toggleTable}>Table</button>
      </span>
    </div>
  );
}

function Transitions(props: { model: PatternsModel }) {
  const { model } = props;
  const { matrix, reviewed, failures, span, failuresBefore = 0 } = model.answer.value!;
  const before = span === null || failuresBefore === 0 ? null : <> {plural(failuresBefore, 'failure')} {failuresBefore === 1 ? 'is' : 'are'} before these weeks. <button type="button" class="linkButton" onClick={() => model.setWeeks(null)}>All weeks</button></>;
  if (reviewed === 0) return <p class="dim">Nothing was reviewed in these weeks. Choose more weeks, or another prompt.{before}</p>;
  if (failures === 0) return <p class="dim">No failure among {plural(reviewed, 'reviewed trace')} here.{before}</p>;
  if (matrix.withBoth === 0) return <p class="dim">No failure has both steps marked. Mark the last good and the first wrong step of failures in the Queue, and they are counted here.{before}</p>;
  return <>{model.asTable.value ? <TransitionTable model={model} /> : <Matrix model={model} />}{before && <p class="dim small">{before}</p>}</>;
}

function Foot() {
  const { hintOf } = keysOf('patterns');
  return (
    <footer class="patternsFoot">
      <span class="keyHints" aria-hidden="true">
        <span>{(['left', 'up', 'down', 'right'] as const).map((action) => <KeyCap key={action} text={hintOf(action)} />)} cell</span>
        <span><KeyCap text={hintOf('list')} /> list its traces</span>
        <span><KeyCap text={hintOf('table')} /> as a table</span>
      </span>
      <span class="dim">Deeper shade and larger number mean more failures; every number is printed</span>
    </footer>
  );
}
