import { formatDuration } from '../display/time.ts';
import type { TrajectoryStep } from '../model/trajectory.ts';
import type { SignalRule } from './signal.ts';
import { named } from './words.ts';

const limitMs = 10_000;
const timesMedian = 5;
/** The longest are told. */
const most = 3;

export const longStall: SignalRule = {
  id: 'longStall',
  title: 'Long stall',
  describe: 'Nothing ran for over 10 s and over five times the usual gap between steps, and nobody was asked anything.',
  severity: 'warning',
  find({ assembled: { steps, ordered } }) {
    const timed = steps.flatMap((step, at) => (step.startUs === null || (step.children > 0 && step.kind !== 'llm' && step.kind !== 'tool') ? [] : [{ step, span: ordered[at]!, startUs: step.startUs, endUs: step.endUs ?? step.startUs }]))
      .sort((a, b) => a.startUs - b.startUs || a.step.n - b.step.n);
    const gaps: { readonly before: (typeof timed)[number]; readonly after: (typeof timed)[number]; readonly ms: number }[] = [];
    let last = timed[0];
    for (const next of timed.slice(1)) {
      if (last === undefined) break;
      gaps.push({ before: last, after: next, ms: Math.max(0, (next.startUs - last.endUs) / 1000) });
      if (next.endUs >= last.endUs) last = next;
    }
    if (gaps.length < 3) return [];
    const median = gaps.map((gap) => gap.ms).sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
    const long = gaps.filter(({ before, after, ms }) => ms > limitMs && ms > timesMedian * median && lasts(before) && lasts(after) && after.span.kind !== 'other' && !waitsForPerson(before.span, after.span) && !before.step.noise && !after.step.noise);
    return long.sort((a, b) => b.ms - a.ms).slice(0, most).sort((a, b) => a.after.startUs - b.after.startUs)
      .map(({ before, after, ms }) => ({ steps: [after.step.n], why: `nothing ran for ${formatDuration(ms)} after step ${before.step.n}, ${named(before.step.name)}`, tag: `${formatDuration(ms)} stall` }));
  },
};

/** Of a step that has no duration, nothing tells whether it ran in the gap: logs often know of a turn only when it was done. */
const lasts = ({ step: { startUs, endUs } }: { readonly step: TrajectoryStep }): boolean => startUs !== null && endUs !== null && endUs > startUs;

type Side = { readonly kind: string; readonly tool: { readonly status: string } | null; readonly parentId: string | null; readonly input: readonly { readonly role: string }[]; readonly output: readonly { readonly parts: readonly { readonly type: string }[] }[] };

/** The model had answered, or somebody spoke next, or a call was held up for a person to allow it. */
function waitsForPerson(before: Side, after: Side): boolean {
  if (before.kind === 'llm' && before.output.length > 0 && !before.output.some((message) => message.parts.some((part) => part.type === 'toolCall'))) return true;
  if (after.kind === 'llm' && after.input.at(-1)?.role === 'user') return true;
  return before.kind === 'llm' && after.tool !== null;
}
