import { expect } from 'vitest';
import type { Adapter, Ours, Vector } from './vector.ts';

/** Where a documented rule answers otherwise than the vector, although its status promises agreement. The table counts it as not held. */
const ourAnswer: Readonly<Record<string, { readonly pass: boolean; readonly why: string }>> = {
  'promptfoo__promptfoo/aggregate-weighted-mean-e24663d29f': { pass: false, why: 'METRICS 15: a case without a check is n/a, never a pass' },
};

export const isAnsweredOtherwise = ({ id }: Vector): boolean => ourAnswer[id] !== undefined;

const exactly = 12;

function fieldsOf({ casebook, result }: Vector): readonly string[] {
  return (casebook.fields ?? Object.keys(result)).filter((field) => field in result);
}

function expectNear(actual: unknown, wanted: unknown, tolerance: number, field: string): void {
  if (Array.isArray(wanted)) {
    expect(actual, field).toHaveLength(wanted.length);
    wanted.forEach((each, index) => expectNear((actual as readonly unknown[])[index], each, tolerance, `${field}[${index}]`));
  } else expect(Math.abs(Number(actual) - Number(wanted)), `${field}: ${String(actual)} for ${String(wanted)}`).toBeLessThanOrEqual(tolerance);
}

/** The peer's test says no more than where the point lies. */
function expectInRange({ result }: Vector, { point, ciContainsPoint }: Readonly<Record<string, unknown>>): void {
  const { min = 0, max = 1, near = null, within = 0 } = result;
  expect(typeof point, 'a point').toBe('number');
  expect(Number(point)).toBeGreaterThanOrEqual(Number(min));
  expect(Number(point)).toBeLessThanOrEqual(Number(max));
  if (near !== null) expect(Math.abs(Number(point) - Number(near))).toBeLessThanOrEqual(Number(within));
  if (result['ciContainsPoint'] === true) expect(ciContainsPoint).toBe(true);
}

function expectAgreement(vector: Vector, values: Readonly<Record<string, unknown>>): void {
  const own = ourAnswer[vector.id];
  if (own) return expect(values['pass'], own.why).toBe(own.pass);
  if (vector.check === 'range') return expectInRange(vector, values);
  const fields = fieldsOf(vector).filter((field) => field in values);
  expect(fields.length, 'nothing of the vector was compared').toBeGreaterThan(0);
  for (const field of fields) {
    const wanted = vector.result[field];
    const actual = values[field];
    // What a peer writes as not a number is "not measured" here.
    if (wanted === 'NaN') expect(actual, field).toBeNull();
    else if (vector.check === 'set_eq') expect(new Set(actual as readonly unknown[]), field).toEqual(new Set(wanted as readonly unknown[]));
    else if (vector.check === 'approx' && (typeof wanted === 'number' || Array.isArray(wanted))) expectNear(actual, wanted, vector.tolerance ?? 1e-9, field);
    else if (typeof wanted === 'number' && typeof actual === 'number') expect(actual, field).toBeCloseTo(wanted, exactly);
    else expect(actual, field).toEqual(wanted);
  }
}

function expectDifference(vector: Vector, ours: Ours): void {
  const { casebookValue } = vector.casebook;
  if ('refused' in ours) return expect(casebookValue).toBeUndefined();
  for (const field of fieldsOf(vector)) {
    if (!(field in ours.values)) continue;
    if (casebookValue?.[field] === undefined) expect(ours.values[field], field).not.toEqual(vector.result[field]);
    else expect(ours.values[field], field).toBeCloseTo(Number(casebookValue[field]), exactly);
  }
}

/** Holds a vector against what its adapter makes of it, by its status. */
export function expectToHold(vector: Vector, adapter: Adapter): void {
  const ours = adapter(vector);
  if (vector.casebook.status === 'differs') return expectDifference(vector, ours);
  if (vector.casebook.status === 'diagnostic') return expect('refused' in ours && ours.refused, 'invalid input was accepted').toBeTruthy();
  if ('refused' in ours) throw new Error(`Refused: ${ours.refused}`);
  return expectAgreement(vector, ours.values);
}
