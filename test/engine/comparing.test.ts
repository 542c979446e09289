import { expect, test } from 'vitest';
import { otlpRequest, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

test('a side says what is in force now, and to a reviewer nothing of what others said before their own verdict', async () => {
  using workspace = new TemporaryWorkspace();
  const [one, two] = ['one', 'two'].map((name) => ({ trace: traceIdOf(name) })) as [{ trace: string }, { trace: string }];
  workspace.write('export.jsonl', ['one', 'two'].map((trace) => otlpRequest({ trace, id: 'root', start: 0, end: 9 })).join('\n'));
  await workspace.import('export.jsonl');
  const verdict = async (reader?: string) => (await workspace.engine.compareSides({ a: one, b: two, reader }, call)).a.verdict;
  expect(await verdict('ben')).toBeNull();
  await workspace.engine.labelTrace({ ...one, by: 'ana', change: { verdict: 'fail' } }, call);
  expect([await verdict(), await verdict('ana'), await verdict('ben'), await verdict('')]).toEqual(['fail', 'fail', null, null]);
  await workspace.engine.labelTrace({ ...one, by: 'ben', change: { verdict: 'fail' } }, call);
  expect(await verdict('ben')).toBe('fail');
});
