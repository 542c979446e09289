import { appendFileSync, chmodSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ImportedFile, ImportProgress } from '../../src/protocol/importApi.ts';
import { chatSpan, otlpRequest, spanIdOf, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const run = (id: string, more: Record<string, unknown> = {}) => JSON.stringify({ runId: id, userId: 'ana', query: 'Where is order 12345?', toolsConsidered: ['getOrder'], toolSelected: 'getOrder', response: 'On its way.', ...more });
const line = (trace: string) => otlpRequest({ trace, id: 'root', start: 0, end: 9 });
const counts = ({ traces, new: fresh, updated, unchanged }: ImportedFile) => ({ traces, new: fresh, updated, unchanged });

test('a file that cannot be read is one sentence, and the others go on', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a-empty.jsonl', '');
  workspace.write('b-photo.json', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]));
  workspace.write('c-weather.json', '{"city": "Oslo", "degrees": -3}');
  workspace.write('d-packed.json', Buffer.from([0x1f, 0x8b, 0x08, 0x00]));
  workspace.write('e-good.jsonl', line('one'));
  const report = await workspace.import('a-empty.jsonl', 'b-photo.json', 'c-weather.json', 'd-packed.json', 'e-good.jsonl', 'f-missing.jsonl');
  expect(report.files.map(({ error }) => error?.replaceAll(workspace.folder, ''))).toEqual([
    'a-empty.jsonl is empty. Check that the export finished, then import it again.',
    expect.stringMatching(/^b-photo\.json is not a trace export that Casebook reads: .+ `casebook formats` lists what it reads\.$/),
    'c-weather.json is not a trace export that Casebook reads: its first record has the keys city, degrees. `casebook formats` lists what it reads.',
    'd-packed.json could not be unpacked: it ends before it is complete. Get it again, then import it again.',
    undefined,
    'There is no file /f-missing.jsonl. Check the path.',
  ]);
  expect(report).toMatchObject({ traces: 1, spans: 1, cancelled: false });
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a file without read permission is said to be one', async () => {
  using workspace = new TemporaryWorkspace();
  chmodSync(workspace.write('closed.jsonl', line('one')), 0o000);
  const { files } = await workspace.import('closed.jsonl');
  expect(files[0]!.error).toMatch(/^You may not read .*closed\.jsonl\. Change its permissions and import it again\.$/);
});

test('nothing is written for an import that finds nothing', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('notes.json', '[1, 2]');
  await workspace.import('notes.json', 'missing.jsonl');
  expect(() => workspace.read('.casebook/.gitignore')).toThrow('ENOENT');
});

test('a half-written last line is a warning with its line; no other record is dropped', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('export.jsonl', `${line('one')}\n${line('two')}\n{"resourceSpans":[{"resource":{"attr`);
  const { files } = await workspace.import('export.jsonl');
  expect(files[0]).toMatchObject({ error: null, traces: 2, warningCount: 1, warnings: [{ line: 3, message: 'Line 3 is still being written, or was cut off: the file ends before it is complete. It was left out, and the rest was kept. Import the file again when it has grown; only what came since is read then.' }] });
});

test('a line that is not JSON is a warning, and the lines behind it are read', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('export.jsonl', `${line('one')}\nnot json\n${line('two')}\n`);
  const { files } = await workspace.import('export.jsonl');
  expect(files[0]).toMatchObject({ error: null, traces: 2, warnings: [{ line: 2, message: 'Line 2 is not JSON. What stands there was left out, and the rest was kept. Mend it, then import the file again.' }] });
});

test('missing parents and circles of parents are kept and said', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('export.jsonl', otlpRequest(
    { trace: 'one', id: 'a', parent: 'b', start: 1, end: 2 }, { trace: 'one', id: 'b', parent: 'a', start: 2, end: 3 }, { trace: 'one', id: 'c', parent: 'gone', start: 3, end: 4 },
  ));
  const { files } = await workspace.import('export.jsonl');
  expect(files[0]).toMatchObject({ warningCount: 2, warnings: [
    { line: 1, message: 'The parent of c is not in the export; the step stands at the top.' }, { line: 1, message: '2 steps name each other as parent; the circle is cut at a.' },
  ] });
  const { steps, notes } = await workspace.engine.openTrajectory({ trace: traceIdOf('one') }, call);
  expect(steps.map(({ name, depth }) => `${depth} ${name}`)).toEqual(['0 a', '1 b', '0 c']);
  expect(notes.map(({ message }) => message)).toEqual(['The parent of c is not in the export; the step stands at the top.', '2 steps name each other as parent; the circle is cut at a.']);
});

test('a parent that comes later in the export is not missed', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('export.jsonl', [otlpRequest({ trace: 'one', id: 'child', parent: 'root', start: 1 }), ...Array.from({ length: 2000 }, (_, n) => line(`trace ${n}`)), otlpRequest({ trace: 'one', id: 'root', start: 0 })].join('\n'));
  expect((await workspace.import('export.jsonl')).files[0]!.warnings).toEqual([]);
});

test('a step that is its own parent is said to be one', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('export.jsonl', otlpRequest({ trace: 'one', id: 'a', parent: 'a', start: 1 }));
  expect((await workspace.import('export.jsonl')).files[0]!.warnings).toEqual([{ line: 1, message: 'a names itself as parent; it stands at the top.' }]);
});

test.each([['a.jsonl', 'b.jsonl'], ['b.jsonl', 'a.jsonl']])('different spans under one id in two files are both kept, whichever file comes first: %s, %s', async (...order) => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', otlpRequest({ trace: 'one', id: 'root', name: 'plan trip', start: 0, end: 50 }, { trace: 'one', id: 'x', parent: 'root', name: 'search', start: 1, end: 5 }, { trace: 'one', id: 'same', parent: 'root', start: 6 }));
  workspace.write('b.jsonl', otlpRequest({ trace: 'one', id: 'root', name: 'answer mail', start: 100, end: 150 }, { trace: 'one', id: 'x', parent: 'root', name: 'read', start: 101, end: 105 }, { trace: 'one', id: 'same', parent: 'root', start: 6, end: 9 }));
  await workspace.import(order[0]);
  const { files } = await workspace.import(order[1]);
  expect(files[0]).toMatchObject({ traces: 1, updated: 1, warningCount: 1, warnings: [
    { line: 1, message: `2 spans have the id of another: ${spanIdOf('root')} is plan trip in a.jsonl and answer mail in b.jsonl. All are kept, the others as id#2. Where these are different runs, give them trace ids of their own.` },
  ] });
  const { steps } = await workspace.engine.openTrajectory({ trace: traceIdOf('one') }, call);
  expect(steps.map(({ name, depth, spanId }) => `${depth} ${name} ${spanId === `${spanIdOf('root')}#2` || spanId === `${spanIdOf('x')}#2`}`)).toEqual(['0 plan trip false', '1 search false', '1 same false', '0 answer mail true', '1 read true']);
  expect(workspace.stored()[0]!.spans.find(({ name }) => name === 'same')).toMatchObject({ id: spanIdOf('same'), endUs: 1_760_000_000_009_000 });
});

test('a span told again with another kind, or a start that differs, is another span', async () => {
  using workspace = new TemporaryWorkspace();
  const span = { trace: 'one', id: 'root', name: 'step', start: 5 };
  workspace.write('export.jsonl', [otlpRequest({ ...span, attributes: { 'gen_ai.operation.name': 'chat' } }), otlpRequest({ ...span, end: 9 }), otlpRequest({ ...span, attributes: { 'gen_ai.operation.name': 'execute_tool' } }), otlpRequest({ ...span, start: 7 })].join('\n'));
  const { files } = await workspace.import('export.jsonl');
  expect(workspace.stored()[0]!.spans.map(({ id, kind, startUs, endUs }) => [id.slice(16), kind, startUs! % 1e6, endUs === null])).toEqual([['', 'llm', 5000, false], ['#2', 'tool', 5000, true], ['#3', 'other', 7000, true]]);
  expect(files[0]!.warnings.map(({ message }) => message)).toEqual([expect.stringContaining(`2 spans have the id of another: ${spanIdOf('root')} is step on line 1 and step on line 3 of export.jsonl.`)]);
});

test('a folder stands for what is inside it, but for hidden folders and what is no data', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('exports/one.jsonl', line('one'));
  workspace.write('exports/deep/two', line('two'));
  workspace.write('exports/README.md', '# Exports');
  workspace.write('exports/.hidden/three.jsonl', line('three'));
  workspace.write('exports/node_modules/four.jsonl', line('four'));
  workspace.write('exports/other.json', '{"a": 1}');
  const { files, traces } = await workspace.import('exports');
  expect(files.map(({ path, traces: found }) => [path, found])).toEqual([['exports/deep/two', 1], ['exports/one.jsonl', 1], ['exports/other.json', 0]]);
  expect(traces).toBe(2);
});

test("the workspace's own files are no exports: a folder leaves them out, and only them", async () => {
  using workspace = new TemporaryWorkspace();
  const own = '{"messages":[{"role":"user","content":"Where is it?"}]}';
  workspace.write('casebook/recordings/lost.json', own);
  workspace.write('.casebook/runs/last.json', own);
  workspace.write('exports/casebook/other.json', own);
  workspace.write('one.jsonl', line('one'));
  expect((await workspace.import('.')).files.map(({ path }) => path)).toEqual(['exports/casebook/other.json', 'one.jsonl']);
  expect((await workspace.import('casebook')).files.map(({ error }) => error)).toEqual([expect.stringMatching(/^No trace export was found in /)]);
  expect(await workspace.import('casebook/recordings/lost.json')).toMatchObject({ traces: 1 });
});

test.skipIf(process.platform === 'win32')('links that lead nowhere are said to', async () => {
  using workspace = new TemporaryWorkspace();
  symlinkSync('b.json', workspace.path('a.json'));
  symlinkSync('a.json', workspace.path('b.json'));
  symlinkSync('gone.json', workspace.path('c.json'));
  const circle = (name: string) => `${workspace.path(name)} is a link that leads back to itself. Import the file that it should lead to.`;
  const nowhere = `${workspace.path('c.json')} is a link to a file that is not there. Import the file that it should lead to.`;
  expect((await workspace.import('a.json', 'c.json')).files.map(({ error }) => error)).toEqual([circle('a.json'), nowhere]);
  expect((await workspace.import('.')).files.map(({ error }) => error)).toEqual([circle('a.json'), circle('b.json'), nowhere]);
});

test.each([
  ['no-spans.json', '{"resourceSpans":[]}', 'no-spans.json holds no trace: it was read as OpenTelemetry spans (OTLP/JSON), and there is nothing in it. Check that the export finished, then import it again.'],
  ['empty-list.json', ' [ ]\n', 'empty-list.json is not a trace export that Casebook reads: it holds an empty list. `casebook formats` lists what it reads.'],
  ['null.json', 'null', 'null.json is not a trace export that Casebook reads: its first record is null. `casebook formats` lists what it reads.'],
  ['blank.json', ' \n\n', 'blank.json is empty. Check that the export finished, then import it again.'],
  ['half.json', '{"resourceSpans": [{', 'half.json was not read. The value that begins on line 1 is cut off: the file ends before it is complete. Let the export finish, then import it again.'],
  ['program.json', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0x0a, 0x37, 0x0a, 0, 0]), 'program.json is not a trace export that Casebook reads: it is not text. `casebook formats` lists what it reads.'],
  ['photo.json', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'photo.json is not a trace export that Casebook reads: it is not text. `casebook formats` lists what it reads.'],
  ['observations.csv', '\uFEFF"id","traceId","parentObservationId","input"\n"o-1","t-1","","{""messages"":[\n{}]}"\n', 'observations.csv is a table of Langfuse as CSV without the columns that tell its rows apart: type and startTime of observations, timestamp of traces. Export it again with all columns, or as JSON.'],
])('%s is said to be what it is', async (name, content, sentence) => {
  using workspace = new TemporaryWorkspace();
  workspace.write(name, content);
  expect((await workspace.import(name)).files[0]!.error).toBe(sentence);
});

test('the same warning on many lines is one, with the lines', async () => {
  using workspace = new TemporaryWorkspace();
  const bad = otlpRequest({ trace: 'one', id: 'a', start: 1 }).replace(/"spanId":"[0-9a-f]+",/, '');
  workspace.write('export.jsonl', [...[3, 4, 6, 7, 8].reduce((lines, n) => lines.with(n - 1, '{"level":"info"}'), Array.from({ length: 8 }, (_, n) => line(`trace ${n}`))), bad].join('\n'));
  const { files } = await workspace.import('export.jsonl');
  expect(files[0]).toMatchObject({ warningCount: 2, warnings: [
    { line: 3, message: 'Not an OTLP export request: it has no resourceSpans. This is so on 5 lines: 3, 4 and 6 to 8.' },
    { line: 9, message: 'Span a has no id; it is known by its content.' },
  ] });
});

test('a folder without exports is said to be one', async () => {
  using workspace = new TemporaryWorkspace();
  mkdirSync(workspace.path('nothing'));
  workspace.write('prose/README.md', '# Nothing here');
  expect((await workspace.import('nothing')).files.map(({ error }) => error)).toEqual([`No trace export was found in ${workspace.path('nothing')}. \`casebook formats\` lists what Casebook reads.`]);
  expect((await workspace.import('prose')).files[0]!.error).toMatch(/^No trace export was found/);
});

test.skipIf(process.platform === 'win32')('a folder that leads back into itself ends', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('exports/one.jsonl', line('one'));
  symlinkSync('..', workspace.path('exports', 'again'));
  expect(await workspace.import('exports')).toMatchObject({ traces: 1 });
});

test('a format that is insisted on must exist and fit', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('export.jsonl', line('one'));
  const insist = (format: string) => workspace.engine.importFiles({ paths: [path], format }, call as never);
  await expect(insist('otpl')).rejects.toMatchObject({ code: 'no-such-format', message: 'There is no format otpl. Did you mean otlp?' });
  await expect(insist('kimi')).rejects.toMatchObject({ message: 'There is no format kimi. Did you mean kimi-code or kimi-cli?', hint: '`casebook formats` lists them all.' });
  await expect(insist('sharegpt')).rejects.toMatchObject({ message: 'There is no format sharegpt. Did you mean chat?' });
  expect((await insist('flat')).files[0]!.error).toBe('export.jsonl does not look like flat: its first record has the keys resourceSpans. Import it without --format to let Casebook find out.');
  expect((await insist('otlp')).files[0]).toMatchObject({ error: null, traces: 1 });
});

test('likely secrets are replaced before anything is stored, and counted', async () => {
  using workspace = new TemporaryWorkspace();
  const secret = `sk-proj-${'A1b2C3d4'.repeat(6)}`;
  const history = [textMessage('user', `my key is ${secret}`)];
  workspace.write('export.jsonl', otlpRequest(
    { trace: 'one', id: 'root', start: 0, end: 90, attributes: { note: `kept ${secret}` } },
    chatSpan({ trace: 'one', id: 'a', parent: 'root', start: 1, end: 2 }, history, textMessage('assistant', 'thanks')),
    chatSpan({ trace: 'one', id: 'b', parent: 'root', start: 3, end: 4 }, [...history, textMessage('assistant', 'thanks'), textMessage('user', 'so?')], textMessage('assistant', 'done')),
  ));
  const { files } = await workspace.import('export.jsonl');
  // Once in the attribute, once in the message that both calls share.
  expect(Object.values(files[0]!.redactions)).toEqual([2]);
  expect(JSON.stringify(workspace.stored())).not.toContain(secret);
  expect(Buffer.from(workspace.read('.casebook/casebook.db')).includes(secret) || Buffer.from(workspace.read('.casebook/search.db')).includes(secret.toLowerCase())).toBe(false);
});

test('inline pictures are reduced to kind, size and hash', async () => {
  using workspace = new TemporaryWorkspace();
  const picture = `data:image/png;base64,${Buffer.alloc(3000, 7).toString('base64')}`;
  workspace.write('export.jsonl', otlpRequest({ trace: 'one', id: 'root', start: 0, end: 1, attributes: { shot: `before ${picture} after` } }));
  expect((await workspace.import('export.jsonl')).files[0]!.cut).toBe(1);
  expect(workspace.stored()[0]!.spans[0]!.attributes['shot']).toMatch(/^before \[image\/png, 3000 bytes, sha256 [0-9a-f]{64}\] after$/);
});

test('an export that has grown adds what is new and leaves the rest', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('export.jsonl', `${line('one')}\n${otlpRequest({ trace: 'two', id: 'root', start: 0 })}\n`);
  expect(counts((await workspace.import('export.jsonl')).files[0]!)).toEqual({ traces: 2, new: 2, updated: 0, unchanged: 0 });
  appendFileSync(path, `${otlpRequest({ trace: 'two', id: 'child', parent: 'root', start: 1, end: 2 })}\n${line('three')}\n`);
  expect(counts((await workspace.import('export.jsonl')).files[0]!)).toEqual({ traces: 3, new: 1, updated: 1, unchanged: 1 });
});

test('a file that nobody touched is not read again, and reports what it did', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('export.jsonl', `${line('one')}\n${line('two')}\n{"half`);
  utimesSync(path, 1_760_000_000, 1_760_000_000);
  const first = (await workspace.import('export.jsonl')).files[0]!;
  const before = workspace.read('.casebook/casebook.db').length;
  const told: ImportProgress[] = [];
  const again = await workspace.engine.importFiles({ paths: [path] }, { signal: call.signal, progress: (value: ImportProgress) => void told.push(value) });
  expect(again.files[0]).toEqual({ ...first, new: 0, unchanged: 2 });
  expect([told, workspace.read('.casebook/casebook.db').length]).toEqual([[], before]);
  // A trace that was taken out comes back, and a file that has changed is read.
  await workspace.engine.removeTraces({ trace: traceIdOf('one') }, call);
  expect(counts((await workspace.import('export.jsonl')).files[0]!)).toEqual({ traces: 2, new: 1, updated: 0, unchanged: 1 });
  workspace.write('export.jsonl', `${line('one')}\n${line('six')}\n{"half`);
  utimesSync(path, 1_760_000_000, 1_760_000_001);
  expect(counts((await workspace.import('export.jsonl')).files[0]!)).toEqual({ traces: 2, new: 1, updated: 0, unchanged: 1 });
});

test('a file that changes right after it was read is read again, though size and time may be the same', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('export.jsonl', line('one'));
  const time = new Date(Date.now() - 1000);
  utimesSync(path, time, time);
  await workspace.import('export.jsonl');
  workspace.write('export.jsonl', line('two'));
  utimesSync(path, time, time);
  expect(counts((await workspace.import('export.jsonl')).files[0]!)).toEqual({ traces: 1, new: 1, updated: 0, unchanged: 0 });
});

test('other settings read a file anew: what is to be redacted does not come back', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('export.jsonl', `${otlpRequest({ trace: 'one', id: 'root', start: 0, end: 9, attributes: { note: 'project Bluebird', 'my.queue': 'returns' } })}\n${otlpRequest({ trace: 'one', id: 'child', parent: 'root', start: 1, end: 2 })}`);
  workspace.write('other.jsonl', otlpRequest({ trace: 'one', id: 'late', parent: 'root', start: 3, end: 4 }));
  utimesSync(path, 1_760_000_000, 1_760_000_000);
  await workspace.import('export.jsonl', 'other.jsonl');
  workspace.write('casebook/config.yaml', 'facts: { queue: [my.queue] }\nredaction: { rules: [{ name: codename, pattern: Blue\\w+ }] }');
  expect(counts((await workspace.import('export.jsonl')).files[0]!)).toEqual({ traces: 1, new: 0, updated: 1, unchanged: 0 });
  expect((await workspace.engine.findTrace({ trace: traceIdOf('one') }, call)).facts.queue).toBe('returns');
  expect((await workspace.engine.listTraces({ text: 'Bluebird' }, call)).total).toBe(0);
  const [trace] = workspace.stored();
  expect(trace!.spans.map(({ name }) => name)).toEqual(['root', 'child', 'late']);
  expect(JSON.stringify(trace)).not.toContain('Bluebird');
});

test('a repeated run is skipped when identical and kept as id#2 when not, however often it is imported', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', [run('r1'), run('r2'), run('r1'), run('r1', { response: 'It is lost.' })].join('\n'));
  const first = (await workspace.import('runs.jsonl')).files[0]!;
  expect({ ...counts(first), repeated: first.repeated }).toEqual({ traces: 3, new: 3, updated: 0, unchanged: 0, repeated: 1 });
  expect(first.warnings).toEqual([{ line: 4, message: 'Line 4 has the run id r1 of line 1 but other content; it is kept as r1#2.' }]);
  expect(workspace.stored().map(({ nativeId }) => nativeId)).toEqual(['r1', 'r1#2', 'r2']);
  const second = (await workspace.import('runs.jsonl')).files[0]!;
  expect({ ...counts(second), repeated: second.repeated }).toEqual({ traces: 3, new: 0, updated: 0, unchanged: 3, repeated: 1 });

  workspace.write('more.json', JSON.stringify([JSON.parse(run('r1')), JSON.parse(run('r1', { response: 'Third.' }))], null, 2));
  const third = (await workspace.import('more.json')).files[0]!;
  expect(counts(third)).toEqual({ traces: 2, new: 1, updated: 0, unchanged: 1 });
  expect(third.warnings[0]!.message).toMatch(/^Line \d+ has the run id r1 of runs\.jsonl line 1 but other content; it is kept as r1#3\.$/);
});

test('runs under one id inside one document are told apart too', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('runs.json', JSON.stringify({ runs: [JSON.parse(run('r1')), JSON.parse(run('r1', { response: 'Other.' }))] }));
  const { files } = await workspace.import('runs.json');
  expect(files[0]!.format).toBe('flat');
  expect(workspace.stored().map(({ nativeId }) => nativeId)).toEqual(['r1', 'r1#2']);
});

test('progress is told, and a cancelled import keeps what it has and says so', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('export.jsonl', Array.from({ length: 600 }, (_, n) => line(`trace ${n}`)).join('\n'));
  const controller = new AbortController();
  const told: ImportProgress[] = [];
  const report = await workspace.engine.importFiles({ paths: [path] }, { signal: controller.signal, progress(value: ImportProgress) { told.push(value); controller.abort(); } });
  expect(report.cancelled).toBe(true);
  expect(report.traces).toBeGreaterThan(0);
  expect(report.traces).toBeLessThan(600);
  expect(told[0]).toMatchObject({ file: 'export.jsonl', fileIndex: 0, files: 1 });
  expect((await workspace.engine.listTraces({}, call)).total).toBe(report.traces);
  const rest = (await workspace.import('export.jsonl')).files[0]!;
  expect(counts(rest)).toEqual({ traces: 600, new: 600 - report.traces, updated: 0, unchanged: report.traces });
});

test('every span says where its record lies', async () => {
  using workspace = new TemporaryWorkspace();
  const text = `${line('one')}\n${otlpRequest({ trace: 'two', id: 'root', name: 'größe', start: 0 })}\n`;
  workspace.write('export.jsonl', text);
  await workspace.import('export.jsonl');
  for (const { spans } of workspace.stored()) {
    const { offset, length, line: number, file } = spans[0]!.place!;
    expect([file, Buffer.from(text).subarray(offset, offset + length).toString()]).toEqual(['export.jsonl', text.split('\n')[number - 1]]);
  }
});

const manyRuns = (name: string, count: number) => Array.from({ length: count }, (_, n) => line(`${name} ${n}`)).join('\n');

test('two processes may import at once', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', manyRuns('a', 300));
  workspace.write('b.jsonl', manyRuns('b', 300));
  // A second engine on the same folder has a connection of its own, as a second window has.
  using other = new TemporaryWorkspace({ folder: workspace.folder });
  const [a, b] = await Promise.all([workspace.import('a.jsonl'), other.import('b.jsonl')]);
  expect([a.traces, b.traces]).toEqual([300, 300]);
  expect((await workspace.engine.listTraces({ limit: 1 }, call)).total).toBe(600);
});

test('two processes may import pieces of the same traces at once, and none is lost', async () => {
  using workspace = new TemporaryWorkspace();
  const pieces = (id: string) => Array.from({ length: 200 }, (_, n) => otlpRequest({ trace: `run ${n}`, id, start: 0, end: 1 })).join('\n');
  workspace.write('a.jsonl', pieces('left'));
  workspace.write('b.jsonl', pieces('right'));
  using other = new TemporaryWorkspace({ folder: workspace.folder });
  const reports = await Promise.all([workspace.import('a.jsonl'), other.import('b.jsonl'), workspace.import('b.jsonl'), other.import('a.jsonl')]);
  expect(reports.map(({ traces }) => traces)).toEqual([200, 200, 200, 200]);
  const stored = workspace.stored();
  expect(stored).toHaveLength(200);
  expect(stored.every(({ spans }) => spans.length === 2)).toBe(true);
});

test('a large import writes in a thread, and gives what a small one gives', async () => {
  using workspace = new TemporaryWorkspace({ writeThread: new URL('../../src/store/writeThread.ts', import.meta.url) });
  const padding = 'lorem ipsum '.repeat(16_000);
  const run = (n: number, id: string) => otlpRequest(chatSpan({ trace: `run ${n}`, id, start: n, end: n + 1 }, [textMessage('user', `question ${n} ${padding}`)], textMessage('assistant', id)));
  // The first traces are met again at the end, when the thread may still be writing them.
  const lines = [...Array.from({ length: 170 }, (_, n) => run(n, 'first')), run(0, 'second'), run(169, 'second')];
  workspace.write('large.jsonl', lines.join('\n'));
  const report = await workspace.import('large.jsonl');
  expect(report.files[0]).toMatchObject({ traces: 170, spans: 172, new: 170, error: null });
  expect((await workspace.engine.listTraces({ text: '"question 168"' }, call)).total).toBe(1);
  expect((await workspace.engine.openTrajectory({ trace: traceIdOf('run 169') }, call)).steps).toHaveLength(2);
  expect((await workspace.import('large.jsonl')).files[0]).toMatchObject({ new: 0, updated: 0, unchanged: 170 });
}, 30_000);
