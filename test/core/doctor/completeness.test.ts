import { describe, expect, test } from 'vitest';
import { addCompleteness, lookedFor, nothingLookedFor, packCompleteness, unpackCompleteness } from '../../../src/core/doctor/completeness.ts';
import { sixQuestions } from '../../../src/core/doctor/questions.ts';
import { defaultFacts } from '../../../src/core/model/config.ts';
import { summarize } from '../../../src/core/trajectory/summarize.ts';
import { assistant, span, tool, trace, user } from '../trajectory/spans.ts';

const completeness = (spans: Parameters<typeof trace>[0]) => unpackCompleteness(summarize(trace(spans), { factsConfig: defaultFacts, importedAt: '', warnings: 0 }).completeness!);

describe('completeness', () => {
  test('counts what there is of what there could be', () => {
    const call = span('c', { kind: 'llm', model: 'm', input: [user('hi')], output: [assistant('', { id: '1', name: 'look' })] });
    const found = completeness([call, tool('t', 'look', {}, { startUs: 1, endUs: 2 }), span('d', { kind: 'llm' })]);
    expect(found).toMatchObject({
      query: { have: 1, of: 1 }, toolsConsidered: { have: 0, of: 1 }, toolPicked: { have: 1, of: 1 }, why: { have: 0, of: 1 }, response: { have: 0, of: 1 },
      times: { have: 1, of: 3 }, model: { have: 1, of: 2 }, tokens: { have: 0, of: 2 }, messages: { have: 1, of: 2 }, arguments: { have: 1, of: 1 }, results: { have: 0, of: 1 },
    });
  });

  test('joins calls with what other steps tell of them', () => {
    const asked = span('m1', { kind: 'llm', output: [assistant('', { id: 'c1', name: 'look', arguments: { q: 'a' } })] });
    const ran = span('t', { kind: 'tool', tool: { name: 'look', callId: null, description: null, status: 'ok' } });
    const told = span('m2', { kind: 'llm', input: [{ role: 'tool', parts: [{ type: 'toolResult', callId: 'c1', result: 'found' }] }] });
    expect(completeness([asked, ran, told])).toMatchObject({ arguments: { have: 1, of: 1 }, results: { have: 1, of: 1 } });
  });

  test('asks for no reason where no tool was called', () => expect(completeness([span('c', { kind: 'llm' })]).why).toEqual({ have: 0, of: 0 }));
  test('is the same packed and unpacked', () => {
    const found = completeness([span('c', { kind: 'llm', model: 'm' }), tool('t', 'look', {})]);
    expect(unpackCompleteness(packCompleteness(found))).toEqual(found);
  });
  test('adds up', () => expect(addCompleteness(addCompleteness(nothingLookedFor, completeness([span('a')])), completeness([span('a')])).query).toEqual({ have: 0, of: 2 }));
});

test('every question is answered by something that is looked for', () => {
  for (const { answeredBy } of sixQuestions) for (const field of answeredBy) expect(lookedFor).toHaveProperty(field);
});
