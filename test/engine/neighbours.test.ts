import { expect, test } from 'vitest';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const day = 86_400_000;
const run = (trace: string, start: number, session: string | null, text = `About ${trace}`) => otlpRequest(
  { trace, id: 'root', start, end: start + 100, attributes: session === null ? {} : { 'session.id': session } },
  chatSpan({ trace, id: 'ask', parent: 'root', start: start + 1, end: start + 2 }, [textMessage('user', text)], textMessage('assistant', `Answer to ${trace}`)),
);

/** Not in the order of time, some of them in a session. */
async function withSessions(): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', [run('third', 3 * day, 's1'), run('first', day, 's1'), run('alone', 0, 's2'), run('none', 0, null)].join('\n'));
  workspace.write('b.jsonl', run('second', 2 * day, 's1', '**Bold** question <b>\nwith a second line'));
  workspace.write('c.json', JSON.stringify({ session_id: 'x', messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hello' }] }));
  await workspace.import('a.jsonl');
  await workspace.import('b.jsonl');
  await workspace.import('c.json');
  return workspace;
}

test('traces of a session follow each other by time, whichever file they stand in', async () => {
  using workspace = await withSessions();
  const at = async (trace: string) => workspace.engine.neighbours({ trace: traceIdOf(trace), by: 'session' }, call);
  expect(await at('first')).toMatchObject({ at: 1, total: 3, name: 's1', previous: null, next: { title: 'Bold question <b> with a second line' } });
  expect(await at('second')).toMatchObject({ at: 2, total: 3, previous: { title: 'About first' }, next: { title: 'About third' } });
  expect(await at('third')).toMatchObject({ at: 3, total: 3, previous: { title: 'Bold question <b> with a second line' }, next: null });
  const { next } = (await at('second'))!;
  expect((await workspace.engine.findTrace({ trace: next!.id }, call)).nativeId).toBe(traceIdOf('third'));
  expect(await at('alone')).toBeNull();
  expect(await at('none')).toBeNull();
});

test('traces of a file follow each other as they stand in it', async () => {
  using workspace = await withSessions();
  const at = async (trace: string) => workspace.engine.neighbours({ trace: traceIdOf(trace), by: 'file' }, call);
  expect(await at('third')).toMatchObject({ at: 1, total: 4, name: 'a.jsonl', previous: null, next: { title: 'About first' } });
  expect(await at('alone')).toMatchObject({ at: 3, previous: { title: 'About first' }, next: { title: 'About none' } });
  expect(await at('second')).toBeNull();
});

test('a trace without a clock stands behind those of its session that have one', async () => {
  using workspace = new TemporaryWorkspace();
  const untimed = (trace: string) => run(trace, day, 's1').replaceAll(/"(?:start|end)TimeUnixNano":"\d+"/gu, (found) => found.replace(/\d+"$/u, '0"'));
  workspace.write('a.jsonl', [untimed('undated'), run('dated', day, 's1'), run('later', 2 * day, 's1')].join('\n'));
  await workspace.import('a.jsonl');
  expect(await workspace.engine.neighbours({ trace: traceIdOf('undated'), by: 'session' }, call)).toMatchObject({ at: 3, total: 3, previous: { title: 'About later' }, next: null });
  expect(await workspace.engine.neighbours({ trace: traceIdOf('later'), by: 'session' }, call)).toMatchObject({ at: 2, next: { title: 'About undated' } });
});
