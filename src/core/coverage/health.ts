import { formatCount, plural } from '../display/numbers.ts';
import type { Coverage, CountOf, GoldenSetHealth, HealthLevel } from '../model/coverage.ts';
import type { StandingCase } from './caseAbout.ts';

const day = 86_400_000;
const addedDays = 90;
/** S3: what a golden set starts with. */
const startingRange = { least: 50, most: 100 } as const;

/** What else is known of the cases, worked out before. */
export type HealthParts = Pick<Coverage, 'cases' | 'classes' | 'tags' | 'stale' | 'traces'> & {
  readonly recurrence: GoldenSetHealth['recurrence'];
  readonly converted: { readonly count: number; readonly n: number };
};

/** METRICS 18: whether the golden set grows with what goes wrong. */
export function goldenSetHealth(standing: readonly StandingCase[], { cases, classes, tags, stale, traces, recurrence, converted }: HealthParts, now: Date): GoldenSetHealth {
  const counted = standing.filter(({ undecided }) => undecided?.kind !== 'archived');
  const { least, most } = startingRange;
  const health: Omit<GoldenSetHealth, 'levels'> = {
    size: { cases: counted.length, least, most, stands: counted.length < least ? 'below' : counted.length > most ? 'above' : 'within' },
    added: addedLately(counted, now),
    converted: countOf(converted.count, converted.n),
    proven: countOf(cases.proven, cases.needProof),
    withPath: countOf(cases.withPath, counted.length),
    tags: countOf(tags.covered, tags.seen),
    recurrence,
  };
  return { ...health, levels: levelsOf(health, { cases, classes, stale, traces }) };
}

export const countOf = (count: number, n: number): CountOf => ({ count, n, share: n === 0 ? null : count / n });

function addedLately(cases: readonly StandingCase[], now: Date): GoldenSetHealth['added'] {
  const dates = cases.flatMap(({ value: { source, metadata } }) => {
    const known = [source?.proof?.at, metadata?.reviewed?.at].flatMap((at) => (at === undefined || Number.isNaN(Date.parse(at)) ? [] : [Date.parse(at)]));
    return known.length === 0 ? [] : [Math.min(...known)];
  });
  const oldest = now.getTime() - addedDays * day;
  return {
    count: dates.length === 0 ? null : dates.filter((at) => at >= oldest).length, dated: dates.length, undated: cases.length - dates.length, days: addedDays,
    last: dates.length === 0 ? null : new Date(dates.reduce((a, b) => Math.max(a, b))).toISOString(),
  };
}

function levelsOf({ added, recurrence }: Omit<GoldenSetHealth, 'levels'>, { cases, classes, stale, traces }: Pick<HealthParts, 'cases' | 'classes' | 'stale' | 'traces'>): readonly HealthLevel[] {
  const levels: HealthLevel[] = [];
  if (cases.active === 0 && cases.all + traces > 0) levels.push({ level: 'breach', said: 'No case decides anything: none is active.' });
  for (const { id, failures, unguarded } of classes) if (unguarded) levels.push({ level: 'breach', said: `${id} has ${plural(failures, 'labelled failure')} and no active case whose proof holds.` });
  for (const { id, count, n } of recurrence) if (count > 0) levels.push({ level: 'investigate', said: `${id} came back: ${formatCount(count)} of ${plural(n, 'reviewed run')} since its first proof ${count === 1 ? 'fails' : 'fail'} in this way.` });
  if (added.count === 0) levels.push({ level: 'investigate', said: `No case was added in ${added.days} days${added.undated === 0 ? '' : `, as far as they carry a date; ${formatCount(added.undated)} ${added.undated === 1 ? 'carries' : 'carry'} none`}.` });
  if (stale.length > 0) levels.push({ level: 'investigate', said: `${plural(stale.length, 'case')} ${stale.length === 1 ? 'is' : 'are'} stale.` });
  return levels;
}
