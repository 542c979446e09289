import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptedAsIs } from '../../../src/core/cases/acceptedAsIs.ts';
import { EvalCase } from '../../../src/core/model/evalCase.ts';

const asIs = acceptedAsIs(EvalCase);

/** Every field once, in each of its forms. */
const full = {
  id: 'late-order', title: 'Late', query: 'Where is it?', messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: [{ text: 'Yes?' }], toolCalls: [{ id: 'c', name: 'getOrder', args: { a: [1, null] } }] }, { role: 'tool', content: '{}', toolCallId: 'c' }],
  vars: { name: 'Ada' }, expectedTool: ['getOrder'], expectedBehavior: ['Says when.'], failureWeObserved: { summary: 's', class: 'c', mode: 'm', count: 2, rootCause: 'r', fix: 'f' },
  groundTruth: { value: 12, asOf: '2026-01-01', confidence: 0.5 }, kind: 'regression', status: 'active', quarantine: { reason: 'flaky', until: '2026-02-01', owner: 'ada' },
  source: { traceId: 't', sha256: 'x', proof: { at: '2026', sha256: 'y', failed: ['expectedTool'], casebook: '1.0.0' } },
  variants: ['Late?', { id: 'v', query: 'Hm?', kind: 'terse' }], sensitivity: { minConsistency: 0.9, maxSpread: 1 }, epochs: { count: 3, reducer: 'pass^k', k: 2 }, targets: ['replay'], skip: 'later',
  trajectory: {
    mode: 'in_order', argsMatch: 'partial', ignoreArgs: ['x*'], coerce: 'loose', allowExtra: ['log'], maxCalls: 3, maxRetries: 0, terminal: 'finished',
    steps: [{ tool: 'getOrder', id: 'one', args: { id: { $regex: 'A' } }, argsMatch: 'exact', requiresApproval: { by: 'lead' } }, { anyOf: [{ tool: 'a' }, { parallel: [{ tool: 'b', optional: true }] }], after: ['one'], min: 0, max: 2, result: { $any: true } }],
    forbidden: ['issueRefund', { tool: 'x', args: {}, unless: { approval: 'granted' }, severity: 'major' }, { sequence: ['a', 'b'] }],
  },
  answer: { match: 'similar', value: 'x', accept: [1], location: 'any', min: 0.8, tolerance: { abs: 0.1, rel: 0 }, path: '/a', reject: [{ $contains: 'y' }], facts: ['f'], optionalFacts: [], length: { minChars: 1, maxWords: 20 } },
  outputContract: { schema: { type: 'object' }, minConfidence: { path: '/c', min: 0.5 }, fallback: { when: 'any', expect: { a: 1 } } },
  state: [{ name: 'order', equals: 1 }], retrieval: { relevant: ['d', { id: 'e', grade: 2 }], anyOf: [['d']], k: 5, minRecall: 0.5, freshness: { maxAge: 'P90D', onStale: 'warn' }, provenance: { requireSource: true, allowedSources: ['s'] } },
  grounding: { mustCite: ['d'], minGrounded: 1, method: 'quote' }, judge: { rubric: ['r', { text: 't', weight: 2 }], criteria: ['tone'], penalize: [] },
  policy: { boundary: 'b', expect: 'approve_first', requiresApproval: [{ tools: ['x'], by: 'lead' }], neverExpose: ['detector:iban'] }, escalation: { expected: 'either', to: 'desk' }, nearMiss: { $count: 1 },
  budgets: { latencyMs: 1000, costUsd: 0, tokens: 10 }, correction: { maxEditRatio: 0.1 }, metadata: { difficulty: 'hard', coverage: ['c'], segment: { cohort: 'volunteer' }, reviewed: { by: 'ada', at: '2026' }, x: { y: 1 } },
  tier: 'gold', foreign: [{ peer: 'p', raw: [1] }], thresholds: { reason: 'r', recall: 0.9, other: { min: 1 } },
};
const plain = { id: 'a', query: 'q', expectedTool: null, expectedBehavior: 'Says.', failureWeObserved: 'Nothing.', groundTruth: false, epochs: 2, skip: true, outputContract: { schema: 'a.json' }, escalation: { expected: true } };

test('an ordinary case is accepted as it is, in every form of every field', () => {
  expect(Object.keys(full).toSorted()).toEqual(Object.keys(EvalCase.shape).toSorted());
  expect([asIs(full), asIs(plain)]).toEqual([true, true]);
});

const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', 'EXACT', 'in-order', 'superset', 'exact', 'either', -1, 0, 0.5, 1.5, 2 ** 60, true, null, [], {}, [''], { by: 'x' }, { sequence: ['a'] }, { __proto__: null, id: 1 }, Number.NaN, Infinity));
const change = fc.record({ at: fc.nat(), how: fc.constantFrom('set', 'set', 'remove', 'add', 'move'), key: fc.constantFrom('id', 'tool', 'query', 'mode', 'value', '__proto__', 'constructor', 'toString', 'nope', 'min', 'reason'), value });

/** A copy with one place of it changed. */
function changed(root: unknown, { at, how, key, value: to }: (typeof change) extends fc.Arbitrary<infer C> ? C : never): unknown {
  const copy = structuredClone(root);
  const places: [Record<string, unknown>, string][] = [];
  const walk = (each: unknown): void => {
    if (typeof each !== 'object' || each === null) return;
    for (const name of Object.keys(each)) {
      places.push([each as Record<string, unknown>, name]);
      walk((each as Record<string, unknown>)[name]);
    }
  };
  walk(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return to;
  const [map, name] = place;
  const put = (as: string, what: unknown) => Object.defineProperty(map, as, { value: what, enumerable: true, configurable: true, writable: true });
  if (how === 'set') put(name, to);
  else if (Array.isArray(map)) map.push(to);
  else if (how === 'add') put(key, to);
  else {
    if (how === 'move') put(key, map[name]);
    delete map[name];
  }
  return copy;
}

test('exactly what the schema accepts and gives back equal is accepted as it is', { timeout: 60_000 }, () => {
  const seen = { accepted: 0, refused: 0, rewritten: 0 };
  fc.assert(fc.property(fc.constantFrom(full, plain), fc.array(change, { maxLength: 3 }), (start, changes) => {
    const raw = changes.reduce<unknown>(changed, start);
    const read = EvalCase.safeParse(raw);
    const equal = read.success && JSON.stringify(sorted(read.data)) === JSON.stringify(sorted(raw));
    seen[equal ? 'accepted' : read.success ? 'rewritten' : 'refused'] += 1;
    expect(asIs(raw), JSON.stringify(raw)).toBe(equal);
  }), { numRuns: Number(process.env['CASEBOOK_RUNS'] ?? 1500) });
  expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(100);
});

test('what is rewritten while it is read is not accepted as it is', () => {
  const spelled = { ...plain, trajectory: { mode: 'EXACT', steps: [{ tool: 'a', argsMatch: 'superset' }] } };
  expect([asIs(spelled), EvalCase.parse(spelled).trajectory]).toEqual([false, { mode: 'exact', steps: [{ tool: 'a', argsMatch: 'partial' }] }]);
});

const sorted = (each: unknown): unknown => {
  if (Array.isArray(each)) return each.map(sorted);
  return typeof each === 'object' && each !== null ? Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inside]) => [key, sorted(inside)]) : each;
};
