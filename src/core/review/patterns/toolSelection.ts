import type { Accuracy, CaseAccuracy, ToolSelection, ToolSet, ToolSetChange } from '../../model/patterns.ts';
import { compareProportions } from '../../statistics/twoProportions.ts';
import { wilson } from '../../statistics/wilson.ts';
import type { Reviewed } from './reviewed.ts';

/** Tools as they were offered together: `id` is a hash over all of it, `texts` what each tool is told as, by name, `agent` who was offered them where that is recorded. */
export type OfferedSet = { readonly id: string; readonly texts: ReadonlyMap<string, string>; readonly agent?: string };

/** Undefined: which tools were offered is not recorded. */
export type OfferedIn = (trace: string) => OfferedSet | undefined;

/** The accuracy on cases, as of runs before and after a moment. */
export type CasesAround = (atUs: number) => CaseAccuracy | null;

type Uses = { readonly set: OfferedSet; right: number; n: number; readonly times: number[] };

/** The class whose failures are failures to pick the right tool (METRICS 18). */
const wrongChoice = 'tool_selection';
/** A set that goes on being used beside another was not replaced by it. */
const mostlyBefore = 0.9;

/**
 * How often the right tool was picked, by the tools that were offered: of reviewed traces of the random sample, those whose label names no
 * failure of tool choice. Enriched samples hold failures on purpose, and no rate follows from them.
 */
export function toolSelection(reviewed: readonly Reviewed[], offeredIn: OfferedIn, casesAround: CasesAround = () => null): Omit<ToolSelection, 'coverage'> {
  const sets = new Map<string, Uses>();
  let [n, notRandom, unknownTools] = [0, 0, 0];
  for (const { trace, class: id } of reviewed) {
    if (trace.labels.label?.stratum !== 'random') {
      notRandom++;
      continue;
    }
    const set = trace.orphan ? undefined : offeredIn(trace.id);
    if (set === undefined) {
      unknownTools++;
      continue;
    }
    const key = `${set.id} ${set.agent ?? ''}`;
    const uses = sets.get(key) ?? { set, right: 0, n: 0, times: [] };
    sets.set(key, uses);
    if (trace.startUs !== null) uses.times.push(trace.startUs);
    n++;
    uses.n++;
    if (id !== wrongChoice) uses.right++;
  }
  const all = [...sets.values()];
  for (const { times } of all) times.sort((a, b) => a - b);
  all.sort((a, b) => (a.times[0] ?? Infinity) - (b.times[0] ?? Infinity) || (a.set.id < b.set.id ? -1 : 1));
  return { n, notRandom, unknownTools, sets: all.map(setOf), changes: all.flatMap((to) => changeTo(to, all, casesAround)) };
}

const setOf = ({ set, times, ...counts }: Uses): ToolSet => ({ id: set.id, tools: [...set.texts.keys()], firstUs: times[0] ?? null, lastUs: times.at(-1) ?? null, measured: accuracy(counts) });

function accuracy({ right, n }: Pick<Uses, 'right' | 'n'>): Accuracy {
  return { right, n, value: n === 0 ? null : right / n, interval: n === 0 ? null : wilson(right / n, n) };
}

/** Whoever keeps none of its tools is taken for another agent: many exports do not name theirs. */
const isSameAgent = ({ set: a }: Uses, { set: b }: Uses): boolean => a.agent === b.agent && b.texts.keys().some((name) => a.texts.has(name));

/** From the same agent's set that was used last before this one first was, and hardly any more since. */
function changeTo(to: Uses, all: readonly Uses[], casesAround: CasesAround): readonly ToolSetChange[] {
  const atUs = to.times[0];
  if (atUs === undefined) return [];
  const replaced = all.filter((each) => each !== to && isSameAgent(each, to) && (each.times[0] ?? Infinity) < atUs && before(each.times, atUs) >= mostlyBefore * each.times.length);
  const from = replaced.reduce<Uses | undefined>((latest, each) => (latest === undefined || lastBefore(each.times, atUs) > lastBefore(latest.times, atUs) ? each : latest), undefined);
  if (from === undefined) return [];
  const [was, is] = [from.set.texts, to.set.texts];
  return [{
    from: from.set.id, to: to.set.id, atUs,
    added: [...is.keys()].filter((name) => !was.has(name)), removed: [...was.keys()].filter((name) => !is.has(name)),
    reworded: [...is].filter(([name, text]) => was.has(name) && was.get(name) !== text).map(([name]) => name),
    before: accuracy(from), after: accuracy(to),
    test: compareProportions({ successes: from.right, n: from.n }, { successes: to.right, n: to.n }),
    cases: casesAround(atUs),
  }];
}

/** How many of the times, sorted, lie before a moment. */
function before(times: readonly number[], us: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < us) low = middle + 1;
    else high = middle;
  }
  return low;
}

const lastBefore = (times: readonly number[], us: number): number => times[before(times, us) - 1] ?? -Infinity;
