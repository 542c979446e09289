import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { zipOf } from './zipFiles.ts';

const chat = (question: string, answer: string) => `${JSON.stringify({ messages: [{ role: 'user', content: question }, { role: 'assistant', content: answer }] })}\r\n`;
const little = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const big = (text: string) => little(text).swap16();

test.each([['little endian', little], ['big endian', big], ['packed', (text: string) => gzipSync(little(text))], ['in a zip', (text: string) => zipOf([{ name: 'a.jsonl', content: big(text) }])]] as const)('UTF-16 is read by its byte order mark: %s', async (_, encoded) => {
  using workspace = new TemporaryWorkspace();
  const text = chat('Grüße 👋', '好的') + chat('x'.repeat(600_000), 'Ja.');
  workspace.write('in.jsonl', encoded(text));
  expect((await workspace.import('in.jsonl')).files).toMatchObject([{ format: 'chat', traces: 2, warningCount: 0 }]);
  const { traces } = await workspace.engine.listTraces({}, call);
  const greeting = traces.find(({ answer }) => answer === '好的');
  expect(greeting?.query).toBe('Grüße 👋');
  expect(`${(await workspace.engine.readOriginal({ trace: greeting!.id }, call)).text}\r\n`).toBe(chat('Grüße 👋', '好的'));
  expect((await workspace.import('in.jsonl')).files).toMatchObject([{ unchanged: 2 }]);
});

test('a table in UTF-16 is a table, and half a character at the end is said', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('runs.csv', little('runId,query,response\r\nr1,"Où, maintenant?",Là.\r\nr2,Again,Yes.\r\n'));
  expect((await workspace.import('runs.csv')).files).toMatchObject([{ traces: 2, warningCount: 0 }]);
  workspace.write('cut.jsonl', little(chat('Hi', 'Hello')).subarray(0, -1));
  expect((await workspace.import('cut.jsonl')).files).toMatchObject([{ traces: 1, warnings: [{ line: null, message: 'What is packed in it could not be read to its end: it ends before it is complete. What came before was kept. Get it again, then import it again.' }] }]);
});

test('bytes that are not UTF-8 are told with their lines, in lines and in one document', async () => {
  using workspace = new TemporaryWorkspace();
  const latin = Buffer.from(chat('Hi', 'plain') + chat('Where?', 'café') + chat('And?', 'naïve'), 'latin1');
  workspace.write('latin.jsonl', latin);
  workspace.write('utf8.jsonl', chat('Hi', 'plain') + chat('Where?', 'café and \uFFFD'));
  workspace.write('latin.json', Buffer.concat([Buffer.from('[\n'), Buffer.from(chat('One', 'café').trim(), 'latin1'), Buffer.from(',\n'), Buffer.from(chat('Two', 'yes').trim()), Buffer.from('\n]')]));
  const message = 'holds characters that are not UTF-8; they stand as \uFFFD. Save the file as UTF-8 and import it again.';
  expect((await workspace.import('latin.jsonl')).files).toMatchObject([{ traces: 3, warnings: [{ line: 2, message: `Line 2 ${message} This is so on 2 lines: 2 and 3.` }] }]);
  expect((await workspace.import('utf8.jsonl')).files).toMatchObject([{ traces: 2, warningCount: 0 }]);
  expect((await workspace.import('latin.json')).files).toMatchObject([{ traces: 2, warnings: [{ line: 2, message: `Line 2 ${message}` }] }]);
});
