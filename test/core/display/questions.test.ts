import { describe, expect, test } from 'vitest';
import { questionsOf } from '../../../src/core/display/questions.ts';
import type { Question } from '../../../src/core/display/questions.ts';
import { insightsOf } from '../../../src/core/insights/insightsOf.ts';
import { defaultFacts } from '../../../src/core/model/config.ts';
import type { Message } from '../../../src/core/model/message.ts';
import type { Span } from '../../../src/core/model/span.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { summarize } from '../../../src/core/trajectory/summarize.ts';
import { assistant, span, tool, trace } from '../trajectory/spans.ts';

const usage = (output: number) => ({ usage: { input: 900, output, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf' as const } });
const says = (id: string, message: Message, parts: Partial<Span> = {}): Span => span(id, { kind: 'llm', output: [message], ...parts });

function asked(spans: readonly Span[]): (name: string) => Question {
  const read = trace(spans);
  const assembled = assemble(spans);
  const questions = questionsOf(summarize(read, { factsConfig: defaultFacts, importedAt: '2026-01-01T00:00:00Z', warnings: 0 }, assembled), assembled.steps, insightsOf(read, assembled));
  return (name) => questions.find((each) => each.name.startsWith(name))!;
}

describe('the response', () => {
  const answer = assistant('A lamp walks into a bar and lights it up.');

  test('is measured and shown at the model call that said it, not at the last one', () => {
    const spans = [
      span('root', { kind: 'agent', output: [answer] }), says('draft', assistant('Let me think.'), { parentId: 'root', ...usage(90) }),
      says('joke', answer, { parentId: 'root', ...usage(14) }), says('score', assistant('8 of 10'), { parentId: 'root', ...usage(105) }),
    ];
    expect(asked(spans)('Response')).toMatchObject({ more: '14 tokens written', step: 3 });
  });

  test('is the inner call where an outer one repeats it', () => {
    const spans = [says('outer', answer, { counted: false }), says('inner', answer, { parentId: 'outer', ...usage(14) })];
    expect(asked(spans)('Response')).toMatchObject({ more: '14 tokens written', step: 2 });
  });

  test('is counted in characters where its own tokens are not recorded, or too few for what was said', () => {
    expect(asked([says('first', assistant('Wait.'), usage(90)), says('joke', answer)])('Response')).toMatchObject({ more: '41 characters', step: 2 });
    expect(asked([says('joke', answer, usage(1))])('Response').more).toBe('41 characters');
  });
});

describe('the tool picked', () => {
  const issues = (id: string, text: string, name: string): readonly Span[] => [says(`ask ${id}`, assistant(text, { id, name })), tool(id, name, {}, { callId: id })];

  test('is the one called first, with the reason of the turn that called it, however often others were', () => {
    const spans = [...issues('a', 'Who is this?', 'findUser'), ...issues('b', '', 'search'), ...issues('c', '', 'search'), ...issues('d', '', 'book'), ...issues('e', '', 'pay')];
    expect(asked(spans)('Tool picked')).toMatchObject({ answer: 'findUser, search 2, book, pay', more: '“Who is this?”', step: 2 });
  });

  test('is named beside a reason that is not that of the first', () => {
    const spans = [...issues('a', '', 'findUser'), ...issues('b', 'Now the flights.', 'search')];
    expect(asked(spans)('Tool picked')).toMatchObject({ answer: 'findUser, search', more: 'search: “Now the flights.”' });
  });

  test('may be a sub-agent, though what that calls is what counts as calls', () => {
    const spans = [says('ask', assistant('Four can look.', { id: 't', name: 'Task' })), tool('t', 'Task', {}, { callId: 't' }), ...issues('b', 'Listing.', 'Bash').map((each) => ({ ...each, parentId: 't' }))];
    expect(asked(spans)('Tool picked')).toMatchObject({ answer: 'Task, Bash', more: '“Four can look.”' });
    expect(asked(spans)('Tools considered').whole).toContain('Called: Task, Bash');
    expect(summarize(trace(spans), { factsConfig: defaultFacts, importedAt: '', warnings: 0 }).toolCalls).toBe(1);
  });
});
