import type { TrajectoryStep } from '../model/trajectory.ts';

/** Grows whenever steps of the same spans come to have other numbers: what was stored before is then assembled anew. */
const numbering = 2;
const beginning = `{"numbering":${numbering},`;

/** Whether its steps are numbered as `assemble` numbers them. */
export const isCurrent = (packed: string): boolean => packed.startsWith(beginning);

/** Steps as one text, their keys written once: what is stored, and what a page gets, without a value of it being touched between. */
export function packSteps(steps: readonly TrajectoryStep[]): string {
  const keys = new Set<keyof TrajectoryStep>();
  // Some keys are there only where they say something.
  for (const step of steps) for (const key in step) keys.add(key as keyof TrajectoryStep);
  const names = [...keys];
  return JSON.stringify({ numbering, keys: names, rows: steps.map((step) => names.map((key) => step[key])) });
}

export function unpackSteps(text: string): readonly TrajectoryStep[] {
  const { keys, rows } = JSON.parse(text) as { readonly keys: readonly (keyof TrajectoryStep)[]; readonly rows: readonly (readonly never[])[] };
  const at = Object.fromEntries(keys.map((key, place) => [key, place])) as Readonly<Record<keyof TrajectoryStep, number>>;
  // All keys by name, in one order: 20,000 objects of one shape are made in a tenth of the time that 20,000 maps take.
  const steps = rows.map((row): TrajectoryStep => ({
    n: row[at.n]!, spanId: row[at.spanId]!, parent: row[at.parent]!, depth: row[at.depth]!, children: row[at.children]!, kind: row[at.kind]!, name: row[at.name]!, detail: row[at.detail]!,
    startUs: row[at.startUs]!, endUs: row[at.endUs]!, inputTokens: row[at.inputTokens]!, outputTokens: row[at.outputTokens]!, costUsd: row[at.costUsd]!, failed: row[at.failed]!,
    failedBelow: row[at.failedBelow]!, blocked: row[at.blocked]!, error: row[at.error]!, noise: row[at.noise]!, synthetic: row[at.synthetic]!, parallel: row[at.parallel]!,
  }));
  // An absent value became null on the way.
  const failedTransport = (place: number): boolean | null | undefined => rows[place]?.[at.failedTransport];
  return keys.includes('failedTransport') ? steps.map((step, place) => ({ ...step, ...(failedTransport(place) === true ? { failedTransport: true } : {}) })) : steps;
}
