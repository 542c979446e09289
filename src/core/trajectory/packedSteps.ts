import type { TrajectoryStep } from '../model/trajectory.ts';

/** Steps as one text, their keys written once: what is stored, and what a page gets, without a value of it being touched between. */
export function packSteps(steps: readonly TrajectoryStep[]): string {
  const keys = new Set<keyof TrajectoryStep>();
  // Some keys are there only where they say something.
  for (const step of steps) for (const key in step) keys.add(key as keyof TrajectoryStep);
  const names = [...keys];
  return JSON.stringify({ keys: names, rows: steps.map((step) => names.map((key) => step[key])) });
}

export function unpackSteps(text: string): readonly TrajectoryStep[] {
  const { keys, rows } = JSON.parse(text) as { readonly keys: readonly string[]; readonly rows: readonly (readonly unknown[])[] };
  const optional = new Set(keys.filter((key) => optionalKeys.has(key)));
  return rows.map((row) => {
    const step: Record<string, unknown> = {};
    for (let n = 0; n < keys.length; n++) {
      const key = keys[n]!;
      // An absent value became null on the way.
      if (row[n] !== null || !optional.has(key)) step[key] = row[n];
    }
    return step as TrajectoryStep;
  });
}

const optionalKeys: ReadonlySet<string> = new Set(['failedTransport'] satisfies (keyof TrajectoryStep)[]);
