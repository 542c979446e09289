import { afterEach, expect, test, vi } from 'vitest';
import { formats } from '../../src/core/formats/registry.ts';
import { otlpRequest } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

afterEach(() => vi.restoreAllMocks());

const chat = (id: string) => `${JSON.stringify({ id, messages: [{ role: 'user', content: 'q' }, { role: 'assistant', content: `answer ${id}` }] })}\n`;

/** Whatever a reader was not made for, and whatever the disk does, must not cost the other files of a folder. */
test.each([
  ['a bug in a reader', new TypeError('Cannot read properties of undefined'), /^b\.jsonl could not be read to its end because of a bug in Casebook \(Cannot read properties of undefined\)\. What came before is kept/, /b\.jsonl could not be read; this is a bug/],
  ['a disk that fails', Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' }), /^b\.jsonl could not be read to its end: EIO: i\/o error, read\. What came before is kept\. Check the disk/, undefined],
] as const)('%s costs the file it is met in, and no other', async (_, error, sentence, logged) => {
  using workspace = new TemporaryWorkspace();
  workspace.write('traces/a.jsonl', chat('a'));
  workspace.write('traces/b.jsonl', chat('b1') + chat('b2'));
  workspace.write('traces/c.jsonl', otlpRequest({ trace: 'c', id: 'root', start: 0, end: 1 }));
  const reader = formats.find(({ id }) => id === 'chat')!;
  const { read } = reader;
  vi.spyOn(reader, 'read').mockImplementation(function* (source, report) {
    for (const fragment of read.call(reader, source, report)) {
      yield fragment;
      if (source.file === 'traces/b.jsonl') throw error;
    }
  });
  const report = await workspace.import('traces');
  expect(report.files.map(({ path, traces, error: said }) => [path, traces, said === null])).toEqual([['traces/a.jsonl', 1, true], ['traces/b.jsonl', 0, false], ['traces/c.jsonl', 1, true]]);
  expect(report.files[1]!.error).toMatch(sentence);
  if (logged) expect(workspace.logged.join('\n')).toMatch(logged);
  vi.restoreAllMocks();
  expect((await workspace.import('traces')).files.map(({ traces, error: said }) => [traces, said])).toEqual([[1, null], [2, null], [1, null]]);
  expect((await workspace.engine.listTraces({}, call)).total).toBe(4);
});
