import type { RunHeader } from '../model/runView.ts';

type Run = { readonly header: RunHeader; readonly outcomes: ReadonlyMap<string, unknown> };

/** Against one target at least that both have. */
const sharesTarget = (a: RunHeader, b: RunHeader): boolean => a.targets.some((target) => b.targets.includes(target));

function shared(of: Run, with_: Run): number {
  let count = 0;
  for (const key of of.outcomes.keys()) if (with_.outcomes.has(key)) count++;
  return count;
}

/**
 * The run that a run is compared with: the newest one before it, finished and against the same target, that holds at least half of its
 * cases. Whoever ran one case in between still learns what changed since the whole was run. Where none holds half, the newest that holds any.
 * @param earlier newest first
 */
export function earlierRun<Of extends Run>(of: Run, earlier: readonly Of[]): Of | undefined {
  const others = earlier.filter(({ header }) => header.finished && sharesTarget(header, of.header)).map((run) => ({ run, count: shared(of, run) }));
  return (others.find(({ count }) => count * 2 >= of.outcomes.size && count > 0) ?? others.find(({ count }) => count > 0))?.run;
}
