import { appendFileSync, existsSync, readdirSync, readFileSync, truncateSync, utimesSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formats } from '../../src/core/formats/registry.ts';
import type { ImportedFile } from '../../src/protocol/importApi.ts';
import { databaseContent } from './databaseContent.ts';
import { chatSpan, otlpRequest, textMessage, traceIdOf } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const line = (trace: string, id = 'root') => otlpRequest({ trace, id, start: 0, end: 9, ...(id === 'root' ? {} : { parent: 'root' }) });
const run = (id: string, response: string) => JSON.stringify({ runId: id, query: 'Where is order 12345?', toolsConsidered: ['getOrder'], toolSelected: 'getOrder', response, userFeedback: response.length > 9 ? 'accepted' : 'odd' });

function content(workspace: TemporaryWorkspace): unknown {
  workspace.restart();
  const folder = workspace.path('.casebook');
  return existsSync(folder) ? databaseContent(folder) : {};
}

const told = ({ traces, spans, messages, toolCalls, warnings, error, format, why }: ImportedFile) => ({ traces, spans, messages, toolCalls, warnings, error, format, why });

const words = fc.constantFrom('where is my order', 'it is on its way', 'sk-proj-0123456789abcdefghijABCDEFGHIJ0123456789', 'über größe', '𝄞 clef');
const otlpText = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ trace: fc.constantFrom('one', 'two'), span: fc.integer({ min: 0, max: 4 }), parent: fc.option(fc.integer({ min: 0, max: 5 })), start: fc.integer({ min: 0, max: 20 }), said: fc.array(words, { maxLength: 3 }) }).map(({ trace, span, parent, start, said }) => otlpRequest(chatSpan({ trace, id: `s${span}`, start, ...(parent === null ? {} : { parent: `s${parent}` }) }, said.map((text) => textMessage('user', text)), textMessage('assistant', 'done')))) },
    { weight: 1, arbitrary: fc.constantFrom('', '{"resourceMetrics":[]}', '{"level":"info"}') },
  ),
  { minLength: 1, maxLength: 7 },
).map((lines) => `${lines.join('\n')}\n`);
const flatText = fc.array(fc.record({ id: fc.constantFrom('r1', 'r2', 'r3'), response: words }).map(({ id, response }) => run(id, response)), { minLength: 1, maxLength: 7 }).map((lines) => `${lines.join('\n')}\n`);

/** Any part is as likely as any other: what is drawn is not drawn to the ends. */
const share = fc.noBias(fc.integer({ min: 0, max: 1_000_000 })).map((millionths) => millionths / 1_000_000);

/** Property: a file read in two goes, cut anywhere, is what it is when it is read once. */
async function growsLike(texts: fc.Arbitrary<string>, numRuns = 24, settings?: string): Promise<void> {
  let onlyNew = 0;
  const configure = (workspace: TemporaryWorkspace) => settings !== undefined && workspace.write('casebook/config.yaml', settings);
  const readOnce = async (text: string) => {
    using once = new TemporaryWorkspace();
    configure(once);
    once.write('log.jsonl', text);
    const file = (await once.import('log.jsonl')).files[0]!;
    return { told: told(file), content: content(once) };
  };
  // One text is cut at many places.
  const wholes = new Map<string, ReturnType<typeof readOnce>>();
  await fc.assert(
    fc.asyncProperty(texts, share, share, async (text, part, more) => {
      using twice = new TemporaryWorkspace();
      configure(twice);
      const bytes = Buffer.from(text);
      const first = Math.floor(bytes.length * part);
      const second = first + Math.floor((bytes.length - first) * more);
      if (!wholes.has(text)) wholes.set(text, readOnce(text));
      const whole = await wholes.get(text)!;
      let last: ImportedFile | undefined;
      for (const end of [first, second, bytes.length]) {
        twice.write('log.jsonl', bytes.subarray(0, end));
        last = (await twice.import('log.jsonl')).files[0]!;
        if (last.newBytes !== undefined) onlyNew++;
      }
      expect(told(last!)).toEqual(whole.told);
      expect(content(twice)).toEqual(whole.content);
    }),
    { numRuns },
  );
  expect(onlyNew).toBeGreaterThan(0);
}

test('OTLP lines that grow are what they are when they are read once', () => growsLike(otlpText), 120_000);
test('flat runs that grow are what they are when they are read once', () => growsLike(flatText), 120_000);

const mappedText = fc.array(fc.record({ ticket: fc.constantFrom('t1', 't2', 't3'), ask: words, reply: fc.option(words, { nil: undefined }), why: fc.option(words, { nil: undefined }) }), { minLength: 1, maxLength: 7 }).map((rows) => `${rows.map((row) => `${JSON.stringify(row)}\n`).join('')}`);
const config = 'sources:\n  - files: log.jsonl\n    map: { id: ticket, query: ask, answer: reply, error: why }\n';
test('rows under a map of config.yaml that grow are what they are when they are read once', () => growsLike(mappedText, 24, config), 120_000);
test('files under a format of config.yaml that grow are what they are when they are read once', () => growsLike(flatText, 20, 'sources:\n  - files: log.jsonl\n    format: flat\n'), 120_000);

test('another map reads a file that has grown from its start', async () => {
  using workspace = new TemporaryWorkspace();
  const row = (id: string) => `{"ticket":"${id}","ask":"Hi","reply":"Hello","why":"none"}\n`;
  workspace.write('casebook/config.yaml', config);
  const path = workspace.write('log.jsonl', row('a').repeat(3));
  await workspace.import('log.jsonl');
  appendFileSync(path, row('b'));
  expect((await workspace.import('log.jsonl')).files[0]).toMatchObject({ new: 1, newBytes: row('b').length + 1 });
  workspace.write('casebook/config.yaml', config.replace('query: ask', 'query: reply'));
  appendFileSync(path, row('c'));
  const { files: [file] } = await workspace.import('log.jsonl');
  expect(file).toMatchObject({ new: 1, updated: 2 });
  expect(file!.newBytes).toBeUndefined();
});

/** The hand-written logs of every format that goes on where it stopped. */
const sessionLogs = formats.filter(({ growth }) => growth === 'resumed').flatMap(({ id }) => {
  const folder = new URL(`../fixtures/formats/${id}/`, import.meta.url);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')).map((name) => [`${id}/${name}`, readFileSync(new URL(name, folder), 'utf8')] as const).filter(([, text]) => text.split('\n').length > 3) : [];
});

test.each(sessionLogs)('%s: a session log that grows is what it is when it is read once', (_, text) => growsLike(fc.constant(text), 8), 120_000);

test('session logs are there to be tested', () => expect(sessionLogs.length).toBeGreaterThan(4));

test('of a file that has grown, only what is new is read, and line numbers go on', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('log.jsonl', `${line('one')}\n{"level":"info"}\n${line('two').slice(0, 40)}`);
  const before = (await workspace.import('log.jsonl')).files[0]!;
  expect(before).toMatchObject({ traces: 1, warnings: [
    { line: 2, message: 'Not an OTLP export request: it has no resourceSpans.' },
    { line: 3, message: 'Line 3 is still being written, or was cut off: the file ends before it is complete. It was left out, and the rest was kept. Import the file again when it has grown; only what came since is read then.' },
  ] });
  const rest = `${line('two').slice(40)}\nnot json\n${line('one', 'child')}\n`;
  appendFileSync(path, rest);
  const after = (await workspace.import('log.jsonl')).files[0]!;
  expect(after).toMatchObject({ traces: 2, new: 1, updated: 1, newBytes: 40 + Buffer.byteLength(rest), warnings: [{ line: 2 }, { line: 4, message: expect.stringContaining('Line 4 is not JSON.') }] });
  expect(workspace.stored().flatMap(({ spans }) => spans.map(({ place }) => place!.line)).sort()).toEqual([1, 3, 5]);
});

test('a warning of a line counts once for its trace, also when the file has to be read from its start again', async () => {
  using workspace = new TemporaryWorkspace();
  const said = (text: string) => JSON.stringify({ type: 'context.append_message', message: { role: 'user', content: [{ type: 'text', text }], toolCalls: [] } });
  // A lone value at the end of a file may be the beginning of a longer one, so no reading goes on behind it.
  workspace.write('log.jsonl', `${said('Hi')}\n"lone"`);
  await workspace.import('log.jsonl');
  const warnings = async () => (await workspace.engine.listTraces({}, call)).traces.map((each) => each.warnings);
  expect(await warnings()).toEqual([1]);
  workspace.write('log.jsonl', `${said('Hi')}\n"lone"\n${said('Still there?')}\n`);
  expect((await workspace.import('log.jsonl')).files[0]).toMatchObject({ updated: 1, warningCount: 1 });
  expect(await warnings()).toEqual([1]);
});

test('a document that was rewritten with other words is told as updated, once', async () => {
  using workspace = new TemporaryWorkspace();
  const chat = (answer: string) => JSON.stringify({ responderUsername: 'GitHub Copilot', sessionId: 'vs-1', requests: [{ requestId: 'r-1', message: { text: 'Who is there?' }, response: [{ value: answer }], timestamp: 1_760_000_000_000 }] });
  for (const [answer, counts] of [['Hi', { new: 1, updated: 0, unchanged: 0 }], ['Hi there', { new: 0, updated: 1, unchanged: 0 }], ['Hi', { updated: 1, unchanged: 0 }], ['Hi', { updated: 0, unchanged: 1 }]] as const) {
    workspace.write('chat.json', chat(answer));
    expect((await workspace.import('chat.json')).files[0]).toMatchObject({ format: 'copilot-chat', traces: 1, ...counts });
  }
  workspace.write('chat.json', JSON.stringify(JSON.parse(chat('Hi')), null, 2));
  expect((await workspace.import('chat.json')).files[0]).toMatchObject({ new: 0, updated: 0, unchanged: 1 });
});

test('a file that was rewritten or cut is read from its start', async () => {
  using workspace = new TemporaryWorkspace();
  const path = workspace.write('log.jsonl', `${line('one')}\n${line('two')}\n`);
  await workspace.import('log.jsonl');
  workspace.write('log.jsonl', `${line('six')}\n${line('two')}\n${line('three')}\n`);
  expect((await workspace.import('log.jsonl')).files[0]).toMatchObject({ traces: 3, new: 2, removed: 1 });
  expect((await workspace.import('log.jsonl')).files[0]!.newBytes).toBeUndefined();
  truncateSync(path, Buffer.byteLength(`${line('six')}\n`));
  expect((await workspace.import('log.jsonl')).files[0]).toMatchObject({ traces: 1, removed: 2 });
  expect(workspace.stored().map(({ nativeId }) => nativeId)).toEqual([traceOf('six')]);
});

const traceOf = (name: string) => JSON.parse(line(name)).resourceSpans[0].scopeSpans[0].spans[0].traceId as string;

/** Runs that have their ids to themselves: names that were given to namesakes stay as long as their runs do. */
const distinctText = fc.array(fc.constantFrom('one', 'two', 'three', 'four and more', 'five'), { minLength: 1, maxLength: 7 }).map((ids) => ids.map((id) => `${run(id, id)}\n`).join(''));

test('a file that was rewritten is what it is when it is read afresh', async () => {
  await fc.assert(fc.asyncProperty(fc.oneof(fc.tuple(otlpText, otlpText), fc.tuple(distinctText, distinctText)), async ([before, after]) => {
    using once = new TemporaryWorkspace();
    using twice = new TemporaryWorkspace();
    once.write('log.jsonl', after);
    await once.import('log.jsonl');
    twice.write('log.jsonl', before);
    await twice.import('log.jsonl');
    twice.write('log.jsonl', after);
    const [file] = (await twice.import('log.jsonl')).files;
    if (file!.error === null) expect(content(twice)).toEqual(content(once));
  }), { numRuns: 30 });
}, 120_000);

test('a run that was changed keeps its name; one that has another beside it keeps both', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', `${run('r1', 'first')}\n${run('r1', 'second')}\n`);
  await workspace.import('runs.jsonl');
  workspace.write('runs.jsonl', `${run('r1', 'third')}\n${run('r1', 'second')}\n`);
  expect((await workspace.import('runs.jsonl')).files[0]).toMatchObject({ traces: 2, removed: 1, warnings: expect.arrayContaining([{ line: 2, message: 'Line 2 has the run id r1 of line 1 but other content; it is kept as r1#2.' }]) });
  expect(workspace.stored().map(({ nativeId }) => nativeId)).toEqual(['r1', 'r1#2']);
});

test('a trace that is gone from a file stays where another file holds it, or where it is labelled, and that is said', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', `${line('one')}\n${line('two')}\n${line('three')}\n${line('four')}\n`);
  workspace.write('b.jsonl', `${line('two')}\n`);
  await workspace.import('a.jsonl', 'b.jsonl');
  await workspace.engine.labelTrace({ trace: traceIdOf('three'), by: 'ana', change: { verdict: 'pass' } }, call);
  workspace.write('a.jsonl', `${line('one')}\n`);
  const { files } = await workspace.import('a.jsonl');
  expect(files[0]).toMatchObject({ traces: 1, removed: 1, warnings: [
    { line: null, message: '1 trace that it held is no longer in it, and kept because of a label. Remove it when it is not needed.' },
    { line: null, message: '1 trace that it held is no longer in it, and kept because another file holds it too.' },
  ] });
  expect(workspace.stored().map(({ nativeId }) => nativeId).sort()).toEqual(['one', 'two', 'three'].map(traceOf).sort());
});

test('a copy is the same traces, and either file may go', async () => {
  using workspace = new TemporaryWorkspace();
  for (const name of ['a.jsonl', 'b.jsonl']) utimesSync(workspace.write(name, `${line('one')}\n{"level":"info"}\n${line('two')}\n`), 1_760_000_000, 1_760_000_000);
  await workspace.import('a.jsonl');
  expect((await workspace.import('b.jsonl')).files[0]).toMatchObject({ new: 0, updated: 0, unchanged: 2 });
  const progress: unknown[] = [];
  await workspace.engine.importFiles({ paths: [workspace.path('a.jsonl'), workspace.path('b.jsonl')] }, { signal: call.signal, progress: (each: unknown) => void progress.push(each) } as never);
  expect(progress).toEqual([]);
  workspace.write('a.jsonl', '{"resourceSpans":[]}');
  await workspace.import('a.jsonl');
  expect(workspace.stored()).toHaveLength(2);
  workspace.write('b.jsonl', '{"resourceSpans":[]}');
  await workspace.import('b.jsonl');
  expect(workspace.stored()).toHaveLength(2);
});

test('records in any order, twice, in pieces, in folders, packed or not, are the same traces', async () => {
  await fc.assert(fc.asyncProperty(otlpText, fc.array(fc.record({ at: fc.nat(), packed: fc.boolean(), folder: fc.constantFrom('', 'a/', 'a/b/'), twice: fc.boolean() }), { minLength: 1, maxLength: 4 }), async (text, pieces) => {
    const plain = (workspace: TemporaryWorkspace) => workspace.stored().map(({ file: _, spans, ...trace }) => ({ ...trace, spans: spans.map((span) => ({ ...span, place: null })) }));
    using once = new TemporaryWorkspace();
    once.write('log.jsonl', text);
    const whole = (await once.import('log.jsonl')).files[0]!;
    if (whole.error !== null) return;
    using apart = new TemporaryWorkspace();
    const lines = text.trimEnd().split('\n');
    for (const [n, { packed, folder, twice }] of pieces.entries()) {
      const own = lines.filter((_, at) => at % pieces.length === n || twice);
      if (own.length > 0) apart.write(`in/${folder}${n}.jsonl`, packed ? gzipSync(own.join('\n')) : own.join('\n'));
    }
    await apart.import('in');
    await apart.import('in');
    // Without a clock the order of the file counts; all spans here have one.
    expect(plain(apart)).toEqual(plain(once));
  }), { numRuns: 20 });
}, 120_000);
