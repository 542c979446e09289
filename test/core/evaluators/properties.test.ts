import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { bestAssignment } from '../../../src/core/evaluators/assignment.ts';
import { attemptsOf, isBefore, type Attempt } from '../../../src/core/evaluators/calls.ts';
import { stepsReference, type Instance } from '../../../src/core/evaluators/expectedCalls.ts';
import { analysePath, orderOf } from '../../../src/core/evaluators/path.ts';
import { allowsNothingElse, comesAfter, mustPrecede, ordersAll, pathMatches } from '../../../src/core/evaluators/pathSolver.ts';
import { PathMode, type EvalCase } from '../../../src/core/model/evalCase.ts';
import { trialFrom } from './trials.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Every way to give each row at most one column. */
function* pairings(rows: number, columns: number, edge: (row: number, column: number) => boolean, row = 0, chosen: readonly number[] = []): Generator<readonly number[]> {
  if (row === rows) return void (yield chosen);
  yield* pairings(rows, columns, edge, row + 1, [...chosen, -1]);
  for (let column = 0; column < columns; column++) if (edge(row, column) && !chosen.includes(column)) yield* pairings(rows, columns, edge, row + 1, [...chosen, column]);
}

test('the best assignment is the best of all there are', () => {
  const weight = fc.option(fc.tuple(fc.nat(1), fc.nat(3), fc.integer({ min: -3, max: 3 })), { nil: undefined });
  fc.assert(
    fc.property(fc.array(fc.array(weight, { minLength: 4, maxLength: 4 }), { maxLength: 4 }), (weights) => {
      const total = (columns: readonly number[]): number => columns.reduce((sum, column, row) => sum + (weights[row]?.[column] ?? [0, 0, 0]).reduce((all, each) => all * 1000 + each, 0), 0);
      // A pairing is taken where it gains; the first number decides, so that only pairs of weight above zero are sure to be taken.
      const best = Math.max(...[...pairings(weights.length, 4, (row, column) => weights[row]?.[column] !== undefined)].map(total));
      expect(total(bestAssignment(weights.length, 4, 3, (row, column) => weights[row]?.[column]))).toBe(best);
    }),
    { numRuns: 400 },
  );
});

const name = fc.constantFrom('a', 'b', 'c');
const args = fc.option(fc.record({ x: fc.constantFrom(1, 2) }), { nil: undefined });
const call = fc.record({ name, args: args.map((each) => each ?? { x: 0 }), group: fc.option(fc.constantFrom('g', 'h'), { nil: undefined }) });
const leaf = fc.record({ tool: fc.constantFrom('a', 'b', 'c', '*'), args, optional: fc.boolean() }).map(({ args: expected, ...step }) => ({ ...step, ...(expected ? { args: expected } : {}) }));
const step = fc.oneof({ weight: 4, arbitrary: leaf }, fc.array(leaf, { minLength: 1, maxLength: 2 }).map((parallel) => ({ parallel })), leaf.map(({ tool }) => ({ tool, min: 1, max: 2 })));
const steps = fc.array(fc.tuple(step, fc.option(fc.nat(2), { nil: undefined })), { maxLength: 3 }).map((listed) => listed.map(([each, after], index) => ({ ...each, ...(after === undefined || after === index ? {} : { after: [String(after)] }) })));

/** METRICS 2.2 word by word, by trying every pairing. */
function matchesByDefinition(instances: readonly Instance[], attempts: readonly Attempt[], edge: (i: number, j: number) => boolean, mode: PathMode): boolean {
  for (const columns of pairings(instances.length, attempts.length, edge)) {
    const complete = mode === 'subset' || instances.every((instance, i) => !instance.required || columns[i] !== -1);
    const nothingElse = !allowsNothingElse(mode) || columns.filter((column) => column !== -1).length === attempts.length;
    const considered = (i: number): Attempt | undefined => (allowsNothingElse(mode) || instances[i]?.required ? attempts[columns[i] ?? -1] : undefined);
    const ordered = instances.every((a, i) =>
      instances.every((b, k) => {
        const [first, second] = [considered(i), considered(k)];
        if (i === k || !first || !second) return true;
        if (comesAfter(b, a)) return isBefore(first, second);
        return !mustPrecede(a, b, mode) || !isBefore(second, first);
      }),
    );
    if (complete && nothingElse && ordered) return true;
  }
  return false;
}

describe('paths', () => {
  test('a path matches when any pairing of its calls does', () => {
    fc.assert(
      fc.property(steps, fc.array(call, { maxLength: 4 }), fc.constantFrom(...PathMode.options), (listed, made, mode) => {
        const reference = stepsReference({ id: 'c', trajectory: { mode, steps: listed } } as EvalCase);
        if (!reference) throw new Error('no reference');
        const analysis = analysePath(reference, attemptsOf(trialFrom({ calls: made })));
        const { instances, attempts } = analysis;
        const edge = (i: number, j: number): boolean => {
          const pattern = instances[i]?.patterns[0];
          const attempt = attempts[j];
          const wanted = (pattern?.args as { x: number } | undefined)?.x;
          return (pattern?.tool === '*' || pattern?.tool === attempt?.name) && (wanted === undefined || wanted === (attempt?.args as { x: number } | undefined)?.x);
        };
        expect(pathMatches({ instances, attempts, edge }, mode)).toBe(matchesByDefinition(instances, attempts, edge, mode));
        expect(analysis.matches).toBe(matchesByDefinition(instances, attempts, edge, mode));
      }),
      { numRuns: 1500 },
    );
  });

  test('of the largest pairings by name, the one with the best arguments is taken, and of those the best ordered', () => {
    fc.assert(
      fc.property(steps, fc.array(call, { maxLength: 5 }), fc.constantFrom<PathMode>('in_order', 'exact', 'any_order'), (listed, made, mode) => {
        const reference = stepsReference({ id: 'c', trajectory: { mode, steps: listed } } as EvalCase);
        if (!reference) throw new Error('no reference');
        const { instances, attempts, byName } = analysePath(reference, attemptsOf(trialFrom({ calls: made })));
        const quality = (i: number, attempt: Attempt): number => {
          const wanted = (instances[i]?.patterns[0]?.args as { x: number } | undefined)?.x;
          return wanted === undefined || wanted === (attempt.args as { x: number }).x ? 1 : 0;
        };
        const edge = (i: number, j: number): boolean => instances[i]?.patterns[0]?.tool === '*' || instances[i]?.patterns[0]?.tool === attempts[j]?.name;
        const rank = (pairs: readonly (Attempt | undefined)[]): readonly [number, number, number, number] => {
          const { kept, pairs: count } = orderOf(instances, pairs, mode);
          return [
            pairs.filter((pair, i) => pair && instances[i]?.required).length,
            pairs.filter((pair, i) => pair && !instances[i]?.required).length,
            pairs.reduce((sum, pair, i) => sum + (pair ? quality(i, pair) : 0), 0),
            ordersAll(mode) && count > 0 ? kept / count : 1,
          ];
        };
        const ranks = [...pairings(instances.length, attempts.length, edge)].map((columns) => rank(columns.map((column) => attempts[column])));
        const best = ranks.reduce((a, b) => {
          const at = a.findIndex((each, index) => each !== b[index]);
          return at >= 0 && (b[at] ?? 0) > (a[at] ?? 0) ? b : a;
        });
        expect(rank(byName)).toEqual(best);
      }),
      { numRuns: 1500 },
    );
  });
});
