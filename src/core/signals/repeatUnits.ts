import type { Repeat } from '../model/insights.ts';
import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { sessionTurn } from '../trajectory/turns.ts';
import type { ToolRun } from './toolRuns.ts';

/** A row among its siblings with what lies below it. `runs` null: nothing repeats across it. Rows are places among the shown steps. */
export type Unit = { readonly from: number; readonly to: number; readonly runs: readonly ToolRun[] | null };

/** Rounds that may be told as a repeat; `ofModel`: they are calls of a model. */
export type Candidate = { readonly kind: Repeat['kind']; readonly ofModel?: true; readonly rounds: readonly (readonly Unit[])[] };

/** A row with more calls below it than this is no attempt of anything. */
const mostInUnit = 8;

export type Levels = { readonly levels: readonly (readonly Unit[])[]; readonly siblings: readonly (readonly { readonly at: number; readonly unit: Unit }[])[] };

/** The children of each step, and those at the top, without what only carries others. `levels`: of them, what may repeat and what stands between. */
export function siblingUnits({ steps, ordered }: Assembled, runs: readonly ToolRun[]): Levels {
  const placeOf = new Map(steps.map((step, at) => [step.n, at]));
  const [notes, others] = [runs.filter(isNote), runs.filter((run) => !isNote(run))];
  const noteAt = new Set(notes.map((run) => run.at));
  const runsAt = Map.groupBy(others, (run) => run.at);
  const shownParent = steps.map(() => -1);
  const below = new Map<number, number[]>();
  const row = steps.map(() => -1);
  let rows = 0;
  steps.forEach((step, at) => {
    const parent = step.parent === null ? -1 : placeOf.get(step.parent)!;
    shownParent[at] = parent === -1 || !steps[parent]!.noise ? parent : shownParent[parent]!;
    if (step.noise) return;
    row[at] = rows++;
    const siblings = below.get(shownParent[at]!);
    if (siblings) siblings.push(at);
    else below.set(shownParent[at]!, [at]);
  });
  // Reading order puts children behind their parents: from the back, what lies below is known first.
  const units: Unit[] = [];
  for (let at = steps.length - 1; at >= 0; at--) {
    if (row[at] === -1) continue;
    const children = below.get(at) ?? [];
    const own = runsAt.get(at) ?? [];
    const inside: ToolRun[] = [...own];
    let isBarrier = isTurnOfSession(ordered[at]!);
    for (const child of children) {
      const { runs: lower } = units[child]!;
      isBarrier ||= lower === null && !isSilent(ordered[child]!);
      inside.push(...(lower ?? []));
      if (inside.length > mostInUnit) break;
    }
    isBarrier ||= inside.length > mostInUnit || (inside.length === 0 && isOpaque(ordered[at]!) && !noteAt.has(at));
    units[at] = { from: row[at]!, to: children.length === 0 ? row[at]! : units[children.at(-1)!]!.to, runs: isBarrier ? null : inside };
  }
  const levels = [...below.values()].map((siblings) => siblings.flatMap((at, place) => {
    const unit = units[at]!;
    const next = siblings[place + 1];
    if (unit.runs === null || unit.runs.length > 0) return [unit];
    // A turn of the model between two attempts is part of them, unless it answered: then somebody spoke in between.
    return answers(ordered[at]!) && (next === undefined || (units[next]!.runs?.length ?? 0) === 0) ? [{ ...unit, runs: null }] : [];
  }));
  return { levels, siblings: [...below.values()].map((those) => those.map((at) => ({ at, unit: units[at]! }))) };
}

/** A note of the model to itself: nothing happens in between. */
const isNote = ({ name }: ToolRun): boolean => /^(?:think|thinking|sequential_?thinking)$/i.test(name);
const isTurnOfSession = ({ kind, synthetic, name }: Span): boolean => kind === 'agent' && synthetic && name === sessionTurn;
const isOpaque = ({ kind }: Span): boolean => kind === 'agent' || kind === 'retrieval' || kind === 'tool';
const isSilent = ({ kind }: Span): boolean => kind === 'guardrail';

function answers({ kind, output }: Span): boolean {
  if (kind !== 'llm') return false;
  const parts = output.flatMap((message) => message.parts);
  return parts.some((part) => part.type === 'text' && part.text.trim() !== '') && !parts.some((part) => part.type === 'toolCall');
}
