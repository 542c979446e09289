import { describe, expect, test } from 'vitest';
import { pathAdapters } from './adapters/paths.ts';
import { valueAdapters } from './adapters/values.ts';
import { readVectors, vectorsFolder, type Adapter, type Vector } from './vector.ts';

/**
 * Vectors from other evaluators' own test suites, in the folder that CASEBOOK_VECTORS names. What agrees must agree, what differs must
 * give our documented result, what is invalid must be refused. Peer-specific formulas are left out, and metrics that are not built
 * are counted by name.
 */
const adapters: Readonly<Record<string, Adapter>> = { ...pathAdapters, ...valueAdapters };

/** Where METRICS answers otherwise than the vector, although its status promises agreement. */
const ourAnswer: Readonly<Record<string, { readonly pass: boolean; readonly why: string }>> = {
  'promptfoo__promptfoo/aggregate-weighted-mean-e24663d29f': { pass: false, why: 'METRICS 15: a case without a check is n/a, never a pass' },
};

function fieldsOf({ casebook, result }: Vector): readonly string[] {
  return (casebook.fields ?? Object.keys(result)).filter((field) => field in result);
}

function checkAgreement(vector: Vector, values: Readonly<Record<string, unknown>>): void {
  const own = ourAnswer[vector.id];
  if (own) return expect(values['pass'], own.why).toBe(own.pass);
  const fields = fieldsOf(vector).filter((field) => field in values);
  expect(fields.length, 'nothing of the vector was compared').toBeGreaterThan(0);
  for (const field of fields) {
    const wanted = vector.result[field];
    const actual = values[field];
    if (vector.check === 'approx' && typeof wanted === 'number') expect(Math.abs(Number(actual) - wanted), `${field}: ${String(actual)} for ${wanted}`).toBeLessThanOrEqual(vector.tolerance ?? 1e-9);
    else if (typeof wanted === 'number' && typeof actual === 'number') expect(actual, field).toBeCloseTo(wanted, 12);
    else expect(actual, field).toEqual(wanted);
  }
}

function checkDifference(vector: Vector, ours: ReturnType<Adapter>): void {
  const { casebookValue } = vector.casebook;
  if ('refused' in ours) return expect(casebookValue).toBeUndefined();
  for (const field of fieldsOf(vector)) {
    if (!(field in ours.values)) continue;
    if (casebookValue?.[field] === undefined) expect(ours.values[field], field).not.toEqual(vector.result[field]);
    else expect(ours.values[field], field).toBeCloseTo(Number(casebookValue[field]), 12);
  }
}

const folder = vectorsFolder();

if (folder === undefined) {
  const why = 'Skipped: CASEBOOK_VECTORS names no folder of vectors';
  test(why, () => {
    if (process.env['CASEBOOK_REQUIRE'] === '1') throw new Error(`${why}, and CASEBOOK_REQUIRE=1 asks for one`);
    console.log(why);
  });
} else {
  const all = readVectors(folder);
  const judged = all.filter((vector) => vector.casebook.status !== 'optional');
  const walked = judged.filter((vector) => adapters[vector.metric] !== undefined);
  const later = Map.groupBy(judged.filter((vector) => adapters[vector.metric] === undefined), (vector) => vector.metric);

  test('the vectors are there', () => {
    const names = [...later].map(([metric, vectors]) => `${metric} ${vectors.length}`).toSorted().join(', ');
    console.log(`${all.length} vectors: ${walked.length} walked, ${judged.length - walked.length} of metrics that are not built yet (${names}), ${all.length - judged.length} peer-specific`);
    expect(walked.length).toBeGreaterThan(0);
  });

  test('every adapter has vectors', () => expect(Object.keys(adapters).filter((metric) => !walked.some((vector) => vector.metric === metric))).toEqual([]));

  describe.each(Object.keys(adapters))('%s', (metric) => {
    test.each(walked.filter((vector) => vector.metric === metric).map((vector) => [`${vector.casebook.status} ${vector.mode ?? ''} ${vector.id}`, vector] as const))('%s', (_, vector) => {
      const ours = adapters[metric]?.(vector);
      if (!ours) throw new Error(`No adapter for ${metric}`);
      if (vector.casebook.status === 'differs') return checkDifference(vector, ours);
      if (vector.casebook.status === 'diagnostic') return expect('refused' in ours && ours.refused, 'invalid input was accepted').toBeTruthy();
      if ('refused' in ours) throw new Error(`Refused: ${ours.refused}`);
      return checkAgreement(vector, ours.values);
    });
  });
}
