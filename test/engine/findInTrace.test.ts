import { expect, test } from 'vitest';
import { engineParsers } from '../../src/protocol/engineApi.ts';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

async function withTrace(text: string): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', otlpRequest({ trace: 'one', id: 'root', start: 0, end: 100 }, chatSpan({ trace: 'one', id: 'ask', parent: 'root', start: 1, end: 2 }, [textMessage('user', text)], textMessage('assistant', 'Hello'))));
  await workspace.import('a.jsonl');
  return workspace;
}

test('the engine answers from payloads that nobody opened, by any name of the trace', async () => {
  using workspace = await withTrace('The Needle is here');
  expect(await workspace.engine.findInTrace({ trace: traceIdOf('one'), text: 'needle' }, call)).toMatchObject({ hits: [{ n: 2, in: 'message', role: 'user', excerpt: 'The Needle is here', from: 4, to: 10, count: 1 }], steps: 1, more: 0 });
  await expect(async () => workspace.engine.findInTrace({ trace: 'other', text: 'needle' }, call)).rejects.toThrow('There is no trace other.');
});

test('a search that is not wanted any more stops', async () => {
  using workspace = await withTrace('word '.repeat(6_000_000));
  const controller = new AbortController();
  const running = workspace.engine.findInTrace({ trace: traceIdOf('one'), text: String.raw`(w|o)+x`, regex: true }, { ...call, signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  await expect(running).rejects.toThrow('aborted');
});

test('what a page asks for is checked', () => {
  expect(() => engineParsers.findInTrace.parse({ trace: 't', text: 'x', kind: 'thing' })).toThrow('kind');
  expect(() => engineParsers.findInTrace.parse({ trace: 't', text: 'x', other: 1 })).toThrow('other');
});

test('a step that is not there has no Markdown', async () => {
  using workspace = await withTrace('Hi <b>');
  await expect(async () => workspace.engine.trajectoryMarkdown({ trace: traceIdOf('one'), n: 9 }, call)).rejects.toThrow(/has no step 9/u);
  expect((await workspace.engine.trajectoryMarkdown({ trace: traceIdOf('one') }, call)).markdown).toContain('> Hi &lt;b&gt;');
});
