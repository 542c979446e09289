import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { EvalCase } from '../../../src/core/model/evalCase.ts';
import type { Json, JsonMap } from '../../../src/core/model/json.ts';

/** Cases that are well formed and say anything in any field, also what no person would write. */

const words = fc.constantFrom('refund', 'order 12345', 'in_transit', 'Is it there yet?', 'naïve café', '{{orderId}}', '{% if %}', 'line one\nline two', ' edged ', '2026-01-15', 'null', '- dash', 'a: b # c', '"quoted"', '\u0007\u001b[31m', '\u202eabc', '**/tool', 'file://x.json', '1e3');
const text: Arbitrary<string> = fc.oneof({ arbitrary: words, weight: 3 }, fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }));
const key = fc.oneof(fc.constantFrom('orderId', 'id', 'title', 'caseId', 'casebook', 'source', 'query', 'messages', 'kept', 'difficulty', '__proto__', 'constructor', 'a/b~c', ''), fc.string({ minLength: 1, maxLength: 5 }));
const number = fc.oneof(fc.integer({ min: -5, max: 2000 }), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })).map((each) => (Object.is(each, -0) ? 0 : each));
const count = fc.nat({ max: 9 });
const share = fc.double({ noNaN: true, min: 0, max: 1 }).map((each) => (Object.is(each, -0) ? 0 : each));
const slug = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}$/);

const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, text, number, fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true })),
})) as { value: Arbitrary<Json> };
const map = fc.dictionary(key, json, { maxKeys: 3, noNullPrototype: true }) as Arbitrary<JsonMap>;
const matcher: Arbitrary<Json> = fc.oneof(json, text.map((each) => ({ $contains: each })), text.map((each) => ({ $regex: each, flags: 'i' })), text.map((each) => ({ $not: { $icontains: each } })), fc.constant({ $any: true }));
const args = fc.dictionary(fc.constantFrom('orderId', 'amount', 'filter'), fc.oneof(matcher, fc.constant('12345')), { maxKeys: 3, noNullPrototype: true }) as Arbitrary<JsonMap>;
const texts = fc.array(text, { maxLength: 3 });
const tool = fc.constantFrom('getOrder', 'issueRefund', 'search*', 'reply', '*');

/** Any of the fields, each there or not. */
const some = <T extends Readonly<Record<string, Arbitrary<unknown>>>>(fields: T) => fc.record(fields, { requiredKeys: [] });
const all = <T extends Readonly<Record<string, Arbitrary<unknown>>>, K extends keyof T & string>(fields: T, ...required: readonly K[]) => fc.record(fields, { requiredKeys: [...required] });

const { step } = fc.letrec<{ step: unknown }>((tie) => ({
  step: some({
    tool, id: slug, args, argsMatch: fc.constantFrom('exact', 'partial', 'subset', 'ignore'), ignoreArgs: texts, defaultArgs: map, optional: fc.boolean(), min: count, max: count,
    anyOf: fc.array(tie('step'), { maxLength: 1, depthIdentifier: 'step' }), parallel: fc.array(tie('step'), { maxLength: 1, depthIdentifier: 'step' }), after: texts, result: matcher, requiresApproval: fc.oneof(fc.boolean(), fc.record({ by: text })),
  }),
}));
const plainStep = all({ tool, args, argsMatch: fc.constantFrom('exact', 'partial'), min: fc.constantFrom(1, 2) }, 'tool');

const message = fc.oneof(
  fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text }),
  fc.record({ role: fc.constant('assistant'), content: fc.constantFrom('', 'One moment.'), toolCalls: fc.array(all({ id: slug, name: tool, args: json }, 'name'), { maxLength: 2 }) }),
  fc.record({ role: fc.constant('tool'), content: fc.oneof(text, fc.array(json, { maxLength: 2 })), toolCallId: slug }),
);
const messages = fc.tuple(fc.array(message, { maxLength: 3 }), text).map(([before, content]) => [...before, { role: 'user', content }]);

export const caseFields = {
  title: text, messages, vars: map,
  expectedTool: fc.oneof(tool, fc.array(tool, { maxLength: 3 }), fc.constant(null)),
  expectedBehavior: fc.oneof(text, texts),
  failureWeObserved: fc.oneof(text, some({ summary: text, class: slug, mode: slug, count, rootCause: text, fix: text })),
  groundTruth: fc.oneof(json, text, number, all({ value: json, asOf: text, source: text, confidence: share }, 'value')),
  kind: fc.constantFrom('regression', 'capability', 'policy', 'stress', 'replay'),
  status: fc.constantFrom('draft', 'active', 'quarantined', 'archived'),
  quarantine: all({ reason: text, until: text, owner: text }, 'reason'),
  source: some({ traceId: text, runId: text, spanId: text, file: text, capturedAt: text, sha256: text, importer: text, environment: text, userRole: text, proof: fc.record({ at: text, sha256: text, failed: texts, casebook: text }) }),
  variants: fc.array(fc.oneof(text, all({ id: slug, query: text, kind: fc.constantFrom('paraphrase', 'typo', 'terse') }, 'query')), { maxLength: 3 }),
  sensitivity: some({ minConsistency: share, maxSpread: share }),
  epochs: fc.oneof(fc.integer({ min: 1, max: 5 }), all({ count: fc.integer({ min: 1, max: 5 }), reducer: fc.constantFrom('mean', 'all', 'pass^k'), k: fc.integer({ min: 1, max: 5 }) }, 'count')),
  targets: texts, skip: fc.oneof(fc.boolean(), text),
  trajectory: some({
    mode: fc.constantFrom('exact', 'in_order', 'any_order', 'unordered', 'subset'), steps: fc.array(fc.oneof(step, plainStep), { maxLength: 3 }), argsMatch: fc.constantFrom('exact', 'partial', 'subset', 'ignore'),
    ignoreArgs: texts, coerce: fc.constantFrom('none', 'loose'),
    forbidden: fc.array(fc.oneof(tool, all({ tool, args, unless: map, severity: fc.constantFrom('blocker', 'minor') }, 'tool'), fc.record({ sequence: fc.array(tool, { minLength: 2, maxLength: 3 }) })), { maxLength: 3 }),
    allowExtra: fc.oneof(fc.boolean(), texts), maxCalls: count, maxRetries: count, terminal: fc.constantFrom('finished', 'refused'),
  }),
  answer: some({
    match: fc.constantFrom('says', 'equals', 'iequals', 'contains', 'icontains', 'containsAll', 'containsAny', 'startsWith', 'regex', 'number', 'jsonEquals', 'jsonSubset', 'similar', 'judge'),
    value: fc.oneof(json, text, texts, number), accept: fc.array(fc.oneof(text, json), { maxLength: 3 }), location: fc.constantFrom('last', 'any'), min: share, tolerance: some({ abs: number, rel: share }),
    path: fc.constantFrom('/days', ''), reject: fc.array(matcher, { maxLength: 3 }), facts: texts, optionalFacts: texts, length: some({ minChars: count, maxChars: count, minWords: count, maxWords: count }),
  }),
  outputContract: some({ schema: fc.oneof(fc.boolean(), map, text), minConfidence: fc.record({ path: text, min: share }), fallback: fc.record({ when: fc.constantFrom('invalid', 'any'), expect: matcher }) }),
  state: fc.array(all({ name: key, equals: json, subset: json, matcher }, 'name'), { maxLength: 3 }),
  retrieval: some({
    relevant: fc.array(fc.oneof(text, all({ id: text, version: text, grade: number, chunk: text }, 'id')), { maxLength: 2 }), anyOf: fc.array(texts, { maxLength: 2 }), k: count, minRecall: share, minPrecision: share, distractors: texts,
    freshness: all({ maxAge: text, asOf: text, unknownAge: fc.constant('stale'), onStale: fc.constant('fail') }, 'maxAge'), provenance: some({ requireSource: fc.boolean(), allowedSources: texts }),
  }),
  grounding: some({ mustCite: texts, minGrounded: share, method: fc.constantFrom('citation', 'judge') }),
  judge: some({ rubric: fc.array(fc.oneof(text, all({ id: slug, text, required: fc.boolean(), weight: number }, 'text')), { maxLength: 2 }), use: text, requireCalibrated: fc.boolean(), criteria: fc.constant(['tone']), penalize: fc.constant(['verbose']) }),
  policy: some({ boundary: text, expect: fc.constantFrom('refuse', 'escalate'), requiresApproval: fc.array(all({ tools: texts, by: text, evidence: text }, 'tools'), { maxLength: 2 }), neverExpose: fc.array(matcher, { maxLength: 2 }) }),
  escalation: some({ expected: fc.constantFrom(true, false, 'either'), to: text }),
  nearMiss: matcher,
  budgets: some({ latencyMs: fc.integer({ min: 1, max: 9000 }), costUsd: share, tokens: count, turns: count, toolErrors: count }),
  correction: some({ maxEditMinutes: count, maxEditRatio: share }),
  metadata: some({
    difficulty: fc.constantFrom('easy', 'hard'), risk: fc.constantFrom('low', 'critical'), failureClass: slug, failureMode: slug, coverage: texts, segment: some({ role: text, cohort: fc.constant('volunteer') }),
    owner: text, reviewed: fc.record({ by: text, at: text }), conversation: text, x: map,
  }),
  tier: text,
  foreign: fc.array(fc.record({ peer: fc.constantFrom('promptfoo', 'adk', 'inspect', 'elsewhere'), raw: fc.oneof(json, fc.record({ type: fc.constantFrom('javascript', 'contains', 'latency'), value: json }), fc.record({ choices: fc.constant(['a', 'b']) }), fc.record({ test: map })) }), { maxLength: 2 }),
  thresholds: fc.oneof(fc.record({ reason: text, policyViolations: number }), fc.record({ toolRecall: number })),
} as const;

export const anyCase: Arbitrary<EvalCase> = fc.record({ id: slug, query: fc.option(text, { nil: undefined }), fields: some(caseFields) }).map(({ id, query, fields }) => {
  const value = { id, ...(query === undefined && fields.messages ? {} : { query: query ?? 'Where is order 12345?' }), ...fields };
  // As it would come of a file: plain maps, and no number below or above zero that is none.
  return JSON.parse(JSON.stringify(value)) as EvalCase;
});
