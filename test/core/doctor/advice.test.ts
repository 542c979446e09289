import { describe, expect, test } from 'vitest';
import { adviceFor } from '../../../src/core/doctor/advice.ts';
import type { Completeness, LookedFor } from '../../../src/core/doctor/completeness.ts';
import { lookedFor } from '../../../src/core/doctor/completeness.ts';
import { groupAdvice } from '../../../src/core/doctor/groupAdvice.ts';
import { frameworks } from '../../../src/core/doctor/frameworks/registry.ts';
import type { Seen, SeenScore } from '../../../src/core/doctor/seen.ts';
import { seenIn } from '../../../src/core/doctor/seen.ts';
import { formats } from '../../../src/core/formats/registry.ts';
import { mappedFields } from '../../../src/core/model/columnMap.ts';
import type { Score } from '../../../src/core/model/trace.ts';
import { span, trace } from '../trajectory/spans.ts';

const allFields = Object.keys(lookedFor) as readonly LookedFor[];
const lacking = (...fields: readonly LookedFor[]) => Object.fromEntries(allFields.map((field) => [field, { have: fields.includes(field) ? 0 : 2, of: 2 }])) as Completeness;
function seen({ scores = {}, ...marks }: Partial<Record<Exclude<keyof Seen, 'scores'>, readonly string[]>> & { scores?: Record<string, SeenScore> }): Seen {
  return { scores: new Map(Object.entries(scores)), formats: new Set(marks.formats), apps: new Set(marks.apps), scopes: new Set(marks.scopes), attributes: new Set(marks.attributes) };
}
const titlesOf = (...given: Parameters<typeof adviceFor>) => adviceFor(...given).map(({ framework }) => framework);

describe('a framework is recognised', () => {
  test.each<readonly [string, Seen]>([
    ['vercel-ai', seen({ scopes: ['ai'] })],
    ['vercel-ai', seen({ formats: ['vercel-spans'] })],
    ['pydantic-ai', seen({ scopes: ['pydantic-ai'] })],
    ['google-adk', seen({ scopes: ['gcp.vertex.agent'] })],
    ['strands', seen({ scopes: ['strands.telemetry.tracer'] })],
    ['openinference', seen({ scopes: ['openinference.instrumentation.langchain'] })],
    ['openllmetry', seen({ attributes: ['traceloop.entity.path'] })],
    ['otel-genai', seen({ scopes: ['opentelemetry.instrumentation.openai_v2'] })],
    ['litellm', seen({ scopes: ['litellm'] })],
    ['langfuse', seen({ scopes: ['langfuse-sdk'] })],
    ...(['langfuse', 'langsmith', 'braintrust', 'phoenix', 'mlflow', 'weave', 'opik', 'deepeval', 'openai-agents', 'flat', 'mapped'] as const).map((id) => [id, seen({ formats: [id] })] as const),
    ['coding-agents', seen({ formats: ['claude-code'] })],
    ['benchmarks', seen({ formats: ['inspect'] })],
    ['model-logs', seen({ formats: ['chat'] })],
  ])('%s', (id, marks) => expect(titlesOf(lacking(...allFields), marks)).toContain(id));

  test('by its scope, and that is said', () => expect(adviceFor(lacking('user'), seen({ formats: ['otlp'], scopes: ['strands.x'] }))[0]).toMatchObject({ framework: 'strands', because: 'scope strands.x' }));
  test('not by a scope that only begins like it', () => expect(titlesOf(lacking('user'), seen({ scopes: ['airline-agent'] }))).not.toContain('vercel-ai'));
});

describe('advice', () => {
  test('is not given where nothing is missing', () => expect(adviceFor(lacking(), seen({ formats: ['otlp'] }))).toEqual([]));
  test('is about what is missing only', () => {
    const [first] = adviceFor(lacking('user'), seen({ formats: ['langfuse'] }));
    expect(first?.settings.map(({ adds }) => adds)).toEqual([['user']]);
    expect(first?.settings[0]?.set).toContain('propagate_attributes(user_id=');
  });
  test('leaves to spans in general what no framework has a setting for', () => {
    const advice = adviceFor(lacking('user', 'model'), seen({ formats: ['otlp'], scopes: ['openinference.instrumentation.openai'] }));
    expect(advice.find(({ framework }) => framework === 'span-attributes')?.settings.map(({ adds }) => adds)).toEqual([['model']]);
  });
  test('says of coding agents what their logs never hold, and of no framework what it can hold', () => {
    const advice = adviceFor(lacking('toolsConsidered', 'feedback'), seen({ formats: ['codex'] }));
    expect(advice.find(({ framework }) => framework === 'coding-agents')).toMatchObject({ settings: [], never: [{ fields: ['toolsConsidered'] }, { fields: ['feedback'] }] });
  });
  test('names the column of rows', () => {
    expect(adviceFor(lacking('feedback'), seen({ formats: ['flat'] }))[0]?.settings[0]?.set).toBe('"userFeedback": "accepted"');
    for (const { set } of frameworks.find(({ id }) => id === 'mapped')!.settings) expect(mappedFields.some((field) => set.includes(`map: { ${field}: `)), set).toBe(true);
  });
  test('always ends with how feedback comes in later, where it is missing', () => expect(titlesOf(lacking('feedback'), seen({ formats: ['langsmith'] }))).toEqual(['langsmith', 'later-feedback']));
  test('has something for every field of a span export', () => {
    const covered = new Set(adviceFor(lacking(...allFields), seen({ formats: ['otlp'] })).flatMap(({ settings }) => settings.flatMap(({ adds }) => adds)));
    expect(allFields.filter((field) => !covered.has(field))).toEqual(['times', 'cost']);
  });
  test('is to name a price only where tokens were counted', () => {
    const setOf = (...fields: LookedFor[]) => adviceFor(lacking(...fields), seen({ formats: ['swe-agent'] })).flatMap(({ settings }) => settings.map(({ set }) => set)).join();
    expect(setOf('cost')).toContain('prices:');
    expect(setOf('cost', 'tokens')).not.toContain('prices:');
  });
  test('is to map a score that is there, a person\'s first, and to make none', () => {
    const scores = { Relevance: { source: 'judge', isVerdict: false }, correct: { source: 'judge', isVerdict: true }, thumbs: { source: 'user', isVerdict: true } } as const;
    const advice = adviceFor(lacking('feedback'), seen({ formats: ['langfuse'], scores }));
    expect(advice.map(({ framework }) => framework)).toEqual(['found-scores', 'later-feedback']);
    expect(advice[0]?.settings).toEqual([{ adds: ['feedback'], set: '# casebook/config.yaml\nfacts:\n  feedback: ["score:thumbs"]', words: expect.stringContaining('So would correct:') as string }]);
    expect(titlesOf(lacking('feedback'), seen({ formats: ['langfuse'], scores: { Relevance: scores.Relevance } }))).toEqual(['langfuse', 'later-feedback']);
  });
  test('has something, or says why not, for every format', () => {
    const without = formats.filter(({ id }) => adviceFor(lacking('toolsConsidered'), seen({ formats: [id] })).length === 0);
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

test('ids of frameworks differ, and no setting is empty', () => {
  expect(new Set(frameworks.map(({ id }) => id)).size).toBe(frameworks.length);
  for (const { settings, never = [] } of frameworks) {
    for (const { adds, set, words } of settings) expect([adds.length > 0, set !== '', words.endsWith('.')]).toEqual([true, true, true]);
    for (const { fields, words } of never) expect([fields.length > 0, words.endsWith('.')]).toEqual([true, true]);
  }
});

test('what is seen of a trace is its scopes and names, however many it makes up', () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`made.up.${index}`, 1]));
  const found = seenIn([trace([span('a', { attributes: { 'otel.scope.name': 'strands', ...many } }), span('b', { attributes: { 'otel.scope.name': 7 } })])]);
  expect([...found.scopes]).toEqual(['strands']);
  expect(found.attributes.size).toBe(2000);
});

test('what is seen of scores is who gave them, and whether a value is a verdict', () => {
  const score = (name: string, value: Score['value']): Score => ({ name, value, source: 'code', comment: null, spanId: null });
  const found = seenIn([trace([], { scores: [score('reward', 0.5), score('reward', 1), score('Relevance', 5)] })]);
  expect([...found.scores]).toEqual([['reward', { source: 'code', isVerdict: true }], ['Relevance', { source: 'code', isVerdict: false }]]);
});

test('advice for several files says each setting once, and of which files', () => {
  const advice = (...fields: LookedFor[]) => adviceFor(lacking(...fields), seen({ formats: ['langfuse'] }));
  const [langfuse, ...others] = groupAdvice([{ name: 'a', advice: advice('user', 'feedback') }, { name: 'b', advice: advice('user', 'session') }, { name: 'c', advice: [] }]);
  expect(langfuse).toMatchObject({ framework: 'langfuse', files: ['a', 'b'], because: ['format langfuse'] });
  expect(langfuse?.settings.map(({ adds }) => adds)).toEqual([['user', 'session'], ['feedback']]);
  expect(others.map(({ framework, files }) => [framework, files])).toEqual([['later-feedback', ['a']]]);
});
