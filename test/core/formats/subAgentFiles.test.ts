import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { claudeCode } from '../../../src/core/formats/claudeCode.ts';
import { codex } from '../../../src/core/formats/codex.ts';
import type { Format } from '../../../src/core/formats/format.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { answerOf, callsOf, queryOf } from '../../../src/core/trajectory/observe.ts';
import { createSpanJoin, orderSpans } from '../../../src/store/merge.ts';
import { readBytes } from './readBytes.ts';

/** Files of one session, joined as the store does. */
function joined(format: Format, ...names: readonly string[]) {
  const join = createSpanJoin([]);
  const traces = new Set<string>();
  for (const name of names) {
    const bytes = readFileSync(new URL(`../../fixtures/formats/${format.id}/${name}`, import.meta.url));
    for (const { nativeId, spans } of readBytes(format, [bytes], name).fragments) {
      traces.add(nativeId);
      for (const span of spans) join.add({ span, position: span.seq });
    }
  }
  return { traces: [...traces], spans: orderSpans(join.all()).map(({ span }) => span) };
}

const shape = (spans: ReturnType<typeof joined>['spans']) => assemble(spans).steps.map(({ depth, kind, name }) => `${' '.repeat(depth)}${kind} ${name}`);

test('a sub-agent’s file is a part of its session, whichever is read first', () => {
  const { traces, spans } = joined(claudeCode, 'subagents.jsonl', 'agent-pier1.jsonl');
  expect(traces).toEqual(['9d-lamps']);
  expect(shape(spans)).toEqual([
    'agent session', ' llm assistant',
    '  tool Task', '   agent sub-agent', '    llm assistant',
    '  tool Task', '   agent sub-agent', '    llm assistant', '     tool Grep', '    llm assistant',
    ' llm assistant',
  ]);
  const read = assemble(spans);
  expect([queryOf(read).query, answerOf(read), callsOf(read).map(({ name }) => name)]).toEqual(['Which lamps are broken?', 'Only lamp 7, on the quay.', ['Task', 'Grep']]);
  expect(joined(claudeCode, 'agent-pier1.jsonl', 'subagents.jsonl')).toEqual({ traces, spans });
});

test('a sub-agent’s file alone is read too', () => {
  const { spans } = joined(claudeCode, 'agent-pier1.jsonl');
  expect(shape(spans)).toEqual(['agent session', ' agent sub-agent', '  llm assistant']);
  const read = assemble(spans);
  expect([queryOf(read).query, answerOf(read), read.notes]).toEqual(['Check the pier', 'None.', []]);
});

test('a sub-agent of Codex names the session it belongs to', () => {
  const { traces, spans } = joined(codex, 'session.jsonl', 'sub-agent.jsonl');
  expect(traces).toEqual(['0199-bees']);
  expect(queryOf(assemble(spans))).toEqual({ query: 'How many hives are there?', userTurns: 2 });
  expect(joined(codex, 'sub-agent.jsonl', 'session.jsonl').spans).toEqual(spans);
});
