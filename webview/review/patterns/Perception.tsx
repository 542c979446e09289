import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { accuracyWords, casesWords, causeNames, chanceWords, changeWords, tooFewToCompare } from '../../../src/core/display/patternWords.ts';
import { biasReason, coverageWords } from '../../../src/core/display/sampleWords.ts';
import { formatDay } from '../../../src/core/display/time.ts';
import type { ToolSelection } from '../../../src/core/model/patterns.ts';
import type { PatternsModel } from './model.ts';

/** What the agent could not see, before anybody changes a prompt. */
export function Perception(props: { model: PatternsModel }) {
  const { model } = props;
  const { perception: { groups, withoutSignals, failures }, pending, toolSelection } = model.answer.value!;
  return (
    <section class="perception">
      <h2 class="caption">Look at perception first</h2>
      {groups.map((group) => (
        <div class="cause" key={group.cause}>
          {group.traces.length === 0 ? <span class="dim">{causeNames[group.cause]}</span> : <button type="button" class="linkButton breakable" aria-pressed={model.chosen.value?.key === group.cause} onClick={() => model.listCause(group)}>{causeNames[group.cause]}</button>}
          <span class="number right strong">{formatCount(group.traces.length)}</span>
          {group.evidence.slice(0, 3).map(({ text, count }) => <p key={text} class="dim small">{text}{count > 1 ? ` (${formatCount(count)})` : ''}</p>)}
        </div>
      ))}
      {pending && <p class="dim small">Signals, and names and descriptions of tools, are being read.</p>}
      {withoutSignals > 0 && !pending && <p class="dim small">The signals of {formatCount(withoutSignals)} of {plural(failures, 'failure')} are not known yet: they are sorted by their class alone.</p>}
      <ToolChoice selection={toolSelection} />
    </section>
  );
}

/** The newest change of tools, and what it did to the choice among them. */
function ToolChoice(props: { selection: ToolSelection }) {
  const { changes, sets, n, notRandom, coverage } = props.selection;
  const change = changes.at(-1);
  return (
    <div class="toolChoice">
      <h2 class="caption">Tool choice before and after a change of tools</h2>
      {change === undefined && <p class="dim small">{n === 0 ? `Not measured: no reviewed trace of a random sample says which tools were offered${notRandom > 0 ? `; ${formatCount(notRandom)} reviewed for another reason do not count` : ''}.` : `No tool set took the place of another: ${plural(sets.length, 'tool set')}, of ${plural(n, 'reviewed trace')} of the random sample.`}</p>}
      {change !== undefined && (
        <>
          <p class="small">Since {formatDay(change.atUs)}: {changeWords(change)}</p>
          <p class="small number">{tooFewToCompare(change) ? `Too few to compare: ${formatCount(change.before.n)} reviewed before, ${formatCount(change.after.n)} after` : <>{accuracyWords(change.before)} before, {accuracyWords(change.after)} after{change.test === null ? '' : `; ${chanceWords(change.test.p)}`}</>}</p>
          <p class="small number">Of the random sample {coverageWords(coverage)}.{coverage.biased && <> <strong>Biased sample:</strong> {biasReason(coverage)}</>}</p>
          {change.cases !== null && <p class="small number">{casesWords(change)}</p>}
        </>
      )}
      {change === undefined && <p class="dim small number">Of the random sample {coverageWords(coverage)}.</p>}
    </div>
  );
}
