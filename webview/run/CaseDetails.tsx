import { formatCost, formatTokens, plural } from '../../src/core/display/numbers.ts';
import { formatDuration } from '../../src/core/display/time.ts';
import type { RunCase, RunRow, ShownTrial } from '../../src/core/model/runView.ts';
import { Select } from '../controls/Select.tsx';
import { Icon } from '../shared/Icon.tsx';
import { LongText } from '../shared/LongText.tsx';
import { Notice } from '../shared/Notice.tsx';
import { NotRecorded } from '../shared/NotRecorded.tsx';
import { ProgressLine } from '../shared/ProgressLine.tsx';
import type { RunAction } from '../../src/core/display/runKeys.ts';
import { places } from './actions.ts';
import { Checks, CutLine } from './Checks.tsx';
import { runKeys, withKey } from './keys.ts';
import type { RunModel } from './model.ts';
import { OutcomeMark } from './OutcomeMark.tsx';
import { dateOf, outcomeWords } from './words.ts';

/** More of them are chosen from a list. */
const mostChips = 24;

/** One case of the run: each trial, what its checks expected and found, and the answer. */
export function CaseDetails(props: { model: RunModel }) {
  const { model } = props;
  const row = model.row.value;
  const details = model.details.value;
  if (!row) return null;
  return (
    <section class="caseDetails" id={places.details} aria-label={`Details of ${row.caseId}`} tabIndex={-1}>
      <header class="caseDetailsHead">
        <h2 class="caseTitle"><OutcomeMark outcome={row.outcome} cutOff={row.group === 'cutOff'} /><span class="strong">{row.caseId}</span></h2>
        <Actions model={model} of={details.kind === 'open' ? details.of : null} trial={model.trial.value} />
      </header>
      {details.kind === 'loading' && <ProgressLine active label="Reading the case" />}
      {details.kind === 'failed' && <Notice kind="error">{details.failure.message} {details.failure.hint}</Notice>}
      <Question row={row} trial={model.trial.value} />
      {row.undecided !== null && <p class="dim caseLineOf">Decides nothing: {row.undecided}</p>}
      {row.was !== null && row.was !== row.outcome && row.group !== 'cutOff' && <p class="dim caseLineOf">{outcomeWords[row.was]} in the run before, {outcomeWords[row.outcome].toLowerCase()} now</p>}
      {details.kind === 'open' && <Trials model={model} of={details.of} />}
      {details.kind === 'open' && model.trial.value && <Trial key={`${row.caseId} ${row.target} ${model.trialAt.value}`} model={model} trial={model.trial.value} />}
    </section>
  );
}

function Action(props: { action: RunAction; icon: string; words: string; why?: string | undefined; onClick: () => void }) {
  const { action, why } = props;
  return (
    <button type="button" class="quietButton" disabled={why !== undefined} title={why ?? withKey(props.words, action)} aria-keyshortcuts={runKeys.shortcutOf(action)} onClick={props.onClick}>
      <Icon name={props.icon} small /><span>{props.words}</span>
    </button>
  );
}

/** The spans it sent, what it answered, or the trace that a recorded run stands for. */
const canOpen = ({ source }: RunCase, { trace, answer, toolCalls }: ShownTrial): boolean => trace !== null || answer !== null || toolCalls !== null || source !== null;

function Actions(props: { model: RunModel; of: RunCase | null; trial: ShownTrial | undefined }) {
  const { model, of, trial } = props;
  const nothingSeen = trial && !trial.comparable ? 'Nothing was observed in this trial' : undefined;
  return (
    <div class="caseActions" role="group" aria-label="What can be done with the case">
      <Action action="trajectory" icon="list-tree" words="Open trajectory" why={of && trial && !canOpen(of, trial) ? 'Nothing was observed in this trial' : undefined} onClick={model.trajectory} />
      <Action action="compare" icon="git-compare" words="Compare with expected" why={nothingSeen} onClick={model.compareExpected} />
      {trial?.outcome !== 'pass' && <Action action="comparePassing" icon="git-compare" words="Compare with passing run" why={nothingSeen ?? (of && !of.passing ? 'No run that was kept holds a trial of it that passed' : undefined)} onClick={model.comparePassing} />}
      <Action action="openCase" icon="go-to-file" words="Open case" onClick={model.openCase} />
      <Action action="runAgain" icon="debug-rerun" words="Run again" onClick={model.runCaseAgain} />
      <Action action="copy" icon="markdown" words="Copy as Markdown" onClick={model.copyCase} />
    </div>
  );
}

/** "Trial 2", "Rewording shout, trial 1": which question it was, where it was not the case's own. */
const trialName = ({ trial, variant }: ShownTrial): string => (variant === null ? `Trial ${trial}` : `Rewording ${variant}, trial ${trial}`);
const askedBy = ({ variant, asked }: ShownTrial): string | undefined => (variant === null ? undefined : (asked ?? 'The case has no such rewording any more'));

/** What was asked: of a rewording, its own words. */
function Question(props: { row: RunRow; trial: ShownTrial | undefined }) {
  const { row, trial } = props;
  if (trial && trial.variant !== null) return <p class="caseQuery"><span class="tag">rewording</span> {askedBy(trial)}</p>;
  return row.query === null || row.query === '' ? null : <p class="caseQuery">{row.query}</p>;
}

function Trials(props: { model: RunModel; of: RunCase }) {
  const { model, of: { trials, moreTrials } } = props;
  if (trials.length < 2) return null;
  const chosen = model.trialAt.value;
  return (
    <div class="trials">
      {trials.length > mostChips
        ? <Select label="Trial" value={String(chosen)} choices={trials.map((trial, at) => ({ value: String(at), label: `${trialName(trial)}: ${outcomeWords[trial.outcome]}` }))} onChange={(value) => model.showTrial(Number(value))} />
        : (
          <div class="chips" role="group" aria-label="Trials">
            {trials.map((trial, at) => <button key={at} type="button" class="chip" aria-pressed={at === chosen} title={askedBy(trial)} onClick={() => model.showTrial(at)}><OutcomeMark outcome={trial.outcome} />{trialName(trial)}</button>)}
          </div>
        )}
      {moreTrials > 0 && <p class="dim">And {plural(moreTrials, 'more trial')} in results.jsonl of the run</p>}
    </div>
  );
}

function Trial(props: { model: RunModel; trial: ShownTrial }) {
  const { model, trial } = props;
  const details = model.details.value;
  const passing = details.kind === 'open' && trial.outcome !== 'pass' ? details.of.passing : null;
  return (
    <div class="trial">
      {trial.tookPlace && <p class="dim trialFacts">{factsOf(trial).join(' · ')}</p>}
      {trial.reason !== null && trial.outcome !== 'fail' && <Notice kind={trial.outcome === 'error' ? 'warning' : 'info'}>{trial.reason}</Notice>}
      <Checks checks={trial.checks} />
      {trial.tookPlace && <h3 class="caption">The answer</h3>}
      {!trial.tookPlace ? null : trial.answer === null ? <p><NotRecorded why={trial.comparable ? 'A recorded run stands in its recording' : undefined} /></p> : trial.answer.text.trim() === '' ? <p class="dim">Empty text</p> : <><LongText text={trial.answer.text} title={`answer of ${trialName(trial)}.txt`} /><CutLine of={trial.answer} /></>}
      {passing && <p class="dim caseLineOf">It passed on {passing.target} {details.kind === 'open' && passing.run === details.of.run ? `in trial ${passing.trial} of this run` : `in the run of ${dateOf(passing.at)}`}{passing.variant === trial.variant ? '' : ', asked in other words'}</p>}
    </div>
  );
}

function factsOf({ durationMs, latencyMs, costUsd, tokens, toolCalls, cached }: ShownTrial): readonly string[] {
  return [
    latencyMs === null ? `took ${formatDuration(durationMs)}` : formatDuration(latencyMs),
    costUsd === null ? 'cost not recorded' : formatCost(costUsd),
    tokens === null ? 'tokens not recorded' : `${formatTokens(tokens)} tokens`,
    ...(toolCalls === null ? [] : [plural(toolCalls, 'tool call')]),
    ...(cached ? ['from the cache'] : []),
  ];
}

