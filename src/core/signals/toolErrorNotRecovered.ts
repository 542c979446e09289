import { oneLine } from '../display/truncate.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { SignalRule } from './signal.ts';
import type { ToolRun } from './toolRuns.ts';
import { named } from './words.ts';

/** Words by which an answer owns up to a failure, or hands over. */
const ownsUp = /\b(?:unable|un(?:fortunately|successful(?:ly)?|available)|can(?:no|')t|can’t|could ?n(?:o|'|’)?t|could not|did(?:n't|n’t| not)|was(?:n't|n’t| not)|were(?:n't|n’t| not)|does(?:n't|n’t| not)|do(?:n't|n’t| not)|won(?:'|’)t|fail(?:s|ed|ing|ure)?|errors?|erroring|issues?|problems?|trouble|sorry|apologi[sz]e|invalid|missing|denied|refused|rejected|blocked|timed? ?out|not (?:found|exist|possible|able|available|allowed|permitted|eligible|supported|working)|transfer(?:red|ring)?|escalat\w{0,6}|hand(?:ed|ing)? ?over|human|support team|try again|retry|instead)\b/i;
const handsOver = /(?:transfer|escalat|hand_?off|hand_?over|human|support_?ticket|open_?ticket)/i;
/** How much of an answer is read. */
const looked = 4000;
/** How many turns after the failure are read, and how many of the last ones. */
const readTurns = 10;

export const toolErrorNotRecovered: SignalRule = {
  id: 'toolErrorNotRecovered',
  title: 'Tool error not recovered',
  describe: 'A call failed, no later call succeeded, and the model neither said so nor offered a hand-over.',
  severity: 'error',
  find({ runs, turns, assembled }) {
    const ran = runs.filter((run) => run.ran);
    const last = ran.findLast((run) => run.failure === null && !run.blocked);
    // Calls asked for together have no order: one that succeeded beside it is no recovery, and none that came too early.
    const after = ran.slice(last === undefined ? 0 : ran.lastIndexOf(last) + 1).filter((run) => run.failure !== null);
    const run = after.at(-1);
    if (run === undefined || (run.group !== null && run.group === last?.group)) return [];
    // Where no turn of the model is recorded, nothing tells how it went on.
    if (turns.length === 0) return [];
    const later = turns.filter(({ at }) => at > run.at);
    const read = later.length <= 2 * readTurns ? later : [...later.slice(0, readTurns), ...later.slice(-readTurns)];
    const owns = [saidBehind(run, assembled), ...read.map(({ text }) => text)].some((text) => ownsUp.test(text.length <= 2 * looked ? text : `${text.slice(0, looked)} ${text.slice(-looked)}`));
    if (owns || ran.some((each) => handsOver.test(each.name))) return [];
    return [{ steps: [run.step], why: `${named(run.name)} failed (${oneLine(run.failure!, 60)}); no later call succeeds, ${later.length === 0 ? 'and the run ends there' : 'no hand-over offered'}`, tag: 'not recovered' }];
  },
};

/** Logs that keep a turn and its calls in one message have what was said after a call behind it. */
function saidBehind(run: ToolRun, { ordered, joined }: Assembled): string {
  const issued = joined.issuedBy.get(ordered[run.at]!.id);
  if (issued === undefined) return '';
  const { parts } = issued.message;
  return parts.slice(parts.lastIndexOf(issued.part) + 1).flatMap((part) => (part.type === 'text' ? [part.text] : [])).join(' ');
}
