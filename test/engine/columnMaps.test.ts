import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ColumnMap } from '../../src/core/model/columnMap.ts';
import { UserError } from '../../src/core/support/errors.ts';
import type { ImportReport, ImportRequest } from '../../src/protocol/importApi.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';
import { zipOf } from './zipFiles.ts';

const rows = [
  { ticket: 'T-1', ask: 'Where is my parcel?', reply: 'In Kiel.', llm: 'm-1', tokens_in: 12, took_ms: 950, thumb: 'up' },
  { ticket: 'T-2', ask: 'May I return it?', reply: 'Yes, within 30 days.', llm: 'm-1', tokens_in: 15, took_ms: 1200, thumb: 'down' },
];
const map: ColumnMap = { id: 'ticket', query: 'ask', answer: 'reply', model: 'llm', inputTokens: 'tokens_in', latencyMs: 'took_ms', feedback: 'thumb' };
const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const csv = `ticket,ask,reply,llm,tokens_in,took_ms,thumb\n${rows.map((row) => Object.values(row).map((cell) => `"${String(cell)}"`).join(',')).join('\n')}\n`;

const importing = (workspace: TemporaryWorkspace, request: Omit<ImportRequest, 'paths'>, ...names: readonly string[]): Promise<ImportReport> =>
  Promise.resolve(workspace.engine.importFiles({ paths: names.map((name) => workspace.path(name)), ...request }, call));
const refusal = async (work: () => unknown): Promise<UserError> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('It was not refused');
};

describe('rows that no format knows', () => {
  test('say what they hold, what that most likely is, and what to do', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('rows.jsonl', lines.replace('In Kiel.', 'Use AKIAQ3EGRZLTPXN5WVDA.'));
    const { files: [file] } = await workspace.import('rows.jsonl');
    expect(file).toMatchObject({ format: null, error: 'rows.jsonl is a list of rows whose fields (ticket, ask, reply, llm, tokens_in, took_ms and 1 more) do not tell the question from the answer. Name them query and response, or messages. Say which column is what: `casebook import rows.jsonl --map auto`.' });
    expect(file?.mappable?.guess).toEqual(map);
    expect(file?.mappable?.columns.map(({ name, filled }) => `${name} ${filled}`)).toEqual(['ticket 2', 'ask 2', 'reply 2', 'llm 2', 'tokens_in 2', 'took_ms 2', 'thumb 2']);
    expect(JSON.stringify(file)).not.toContain('AKIAQ3EGRZLTPXN5WVDA');
    expect(file?.mappable?.columns[2]?.examples[0]).toContain('[secret:');
  });

  test('are read by a map that is insisted on', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('rows.jsonl', lines);
    const report = await importing(workspace, { map }, 'rows.jsonl');
    expect(report).toMatchObject({ traces: 2, failing: 1, files: [{ format: 'mapped', why: 'by the column map, as asked', new: 2, map }] });
    expect(report.remembered).toBeUndefined();
    expect(existsSync(workspace.path('casebook'))).toBe(false);
    const { traces } = await workspace.engine.listTraces({}, call);
    expect(traces.find(({ nativeId }) => nativeId === 'T-1')).toMatchObject({ query: 'Where is my parcel?', answer: 'In Kiel.', models: ['m-1'], inputTokens: 12, latencyMs: 950, feedback: 'accepted' });
  });

  test('stay as they were read where the map was not remembered: unchanged, grown, and in a rebuilt index', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('rows.jsonl', lines);
    await importing(workspace, { map }, 'rows.jsonl');
    expect((await workspace.import('rows.jsonl')).files).toMatchObject([{ format: 'mapped', traces: 2, unchanged: 2, error: null }]);
    workspace.write('rows.jsonl', `${lines}${JSON.stringify({ ...rows[0], ticket: 'T-3' })}\n`);
    expect((await workspace.import('rows.jsonl')).files).toMatchObject([{ format: 'mapped', why: 'by the column map it was read with before', new: 1, unchanged: 2 }]);
    expect(await workspace.engine.rebuildIndex({}, call)).toMatchObject({ traces: 3, removed: 0 });
    expect((await workspace.engine.listTraces({}, call)).total).toBe(3);
  });

  test('are read by what they most likely are where that is asked for, and files of known formats as ever', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('in/rows.jsonl', lines);
    workspace.write('in/chat.jsonl', '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}\n');
    const report = await importing(workspace, { map: 'auto' }, 'in');
    expect(report.files).toMatchObject([{ format: 'chat' }, { format: 'mapped', why: 'by a column map guessed from its names and values', map: { query: 'ask', answer: 'reply' } }]);
    expect(report.files[0]?.map).toBeUndefined();
  });

  test('without one of the mapped columns are refused with what they have', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('rows.jsonl', lines);
    expect((await importing(workspace, { map: { query: 'body', answer: 'text.reply' } }, 'rows.jsonl')).files[0]?.error).toBe('None of the mapped columns (body, text.reply) is in rows.jsonl. Its rows have ticket, ask, reply, llm, tokens_in, took_ms and 1 more. `casebook import` without --map shows them all.');
  });

  test('are not seen in what is known to be no trace, nor in any list of maps', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('packages.json', '[{"name":"left-pad","version":"1.0.0"},{"name":"is-odd","version":"3.0.1"}]');
    expect((await workspace.import('packages.json')).files[0]?.mappable).toBeUndefined();
  });

  test.runIf(process.env['CASEBOOK_TRACES'])('of an export that nobody could tell are mapped', async () => {
    using workspace = new TemporaryWorkspace();
    const path = join(process.env['CASEBOOK_TRACES'] ?? '', 'chat-messages', '03-synthetic-ambiguous-fields.json');
    const report = await workspace.engine.importFiles({ paths: [path], map: { id: 'case_id', query: 'submission_body', answer: 'system_reply' } }, call);
    expect(report).toMatchObject({ traces: 6, files: [{ format: 'mapped', warningCount: 0, messages: 12 }] });
    expect((await workspace.engine.findTrace({ trace: 'amb_003' }, call))).toMatchObject({ query: "What's the capital of Australia?", answer: 'The capital of Australia is Sydney.' });
  });
});

describe('a map that is remembered', () => {
  test('stands in config.yaml for the file it was told for, and reads the next of such columns by itself', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('casebook/config.yaml', '# Ours\ncasebook: 1 # version\ntags: [a]\n');
    workspace.write('exports/chat-2026-11-02.jsonl', lines);
    const report = await importing(workspace, { map, remember: true }, 'exports/chat-2026-11-02.jsonl');
    expect(report.remembered).toEqual([{ config: 'casebook/config.yaml', where: 'exports/chat-2026-11-02.jsonl', known: false }]);
    const written = workspace.read('casebook/config.yaml');
    expect(written).toMatch(/^# Ours\ncasebook: 1 # version\ntags: \[a\]\nsources:\n/);
    workspace.write('exports/chat-2026-11-03.jsonl', lines.replaceAll('T-', 'U-'));
    expect((await workspace.import('exports/chat-2026-11-03.jsonl')).files).toMatchObject([{ format: 'mapped', why: 'by the column map for exports/chat-2026-11-02.jsonl in casebook/config.yaml', new: 2, map }]);
    expect((await workspace.import('exports')).files).toMatchObject([{ unchanged: 2 }, { unchanged: 2 }]);
    expect((await importing(workspace, { map, remember: true }, 'exports/chat-2026-11-02.jsonl')).remembered).toMatchObject([{ known: true }]);
    expect(workspace.read('casebook/config.yaml')).toBe(written);
  });

  test('stands there for the names that a person says', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('exports/chat-1.jsonl', lines);
    expect((await importing(workspace, { map, remember: 'chat-*.jsonl' }, 'exports/chat-1.jsonl')).remembered).toMatchObject([{ where: 'exports/chat-*.jsonl' }]);
    // Whoever asked for it when the file was read: now config.yaml says so.
    expect((await workspace.import('exports')).files).toMatchObject([{ unchanged: 2, why: 'by the column map for exports/chat-*.jsonl in casebook/config.yaml' }]);
  });

  test('of a folder reads all in it, and elsewhere what has all of its columns', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('exports/rows.jsonl', lines);
    expect((await importing(workspace, { map, remember: true }, 'exports')).remembered).toMatchObject([{ where: 'exports' }]);
    workspace.write('exports/deep/part.jsonl', '{"ask":"Hi","reply":"Hello"}\n');
    workspace.write('other/rows.jsonl', lines.replaceAll('T-', 'V-'));
    workspace.write('other/part.jsonl', '{"ask":"Hi there","other":"Hello"}\n{"ask":"Hi there","other":"Hello"}\n');
    expect((await workspace.import('exports/deep')).files).toMatchObject([{ format: 'mapped', traces: 1 }]);
    expect((await workspace.import('other')).files).toMatchObject([{ path: 'other/part.jsonl', format: null }, { format: 'mapped', why: 'by the column map for exports in casebook/config.yaml', traces: 2 }]);
  });

  test('that changes reads its files anew', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('exports/rows.jsonl', lines);
    workspace.write('casebook/config.yaml', 'sources:\n  - folder: exports\n    map: {id: ticket, query: ask}\n');
    await workspace.import('exports');
    expect((await workspace.engine.listTraces({}, call)).traces[0]).toMatchObject({ answer: null });
    workspace.write('casebook/config.yaml', 'sources:\n  - folder: exports\n    map: {id: ticket, query: ask, answer: reply}\n');
    expect((await workspace.import('exports')).files).toMatchObject([{ updated: 2 }]);
    expect((await workspace.engine.listTraces({}, call)).traces.map(({ answer }) => answer).sort()).toEqual(['In Kiel.', 'Yes, within 30 days.']);
    workspace.write('casebook/config.yaml', 'sources:\n  - folder: exports\n    map: {query: ask, answer: reply}\n');
    expect((await workspace.import('exports')).files).toMatchObject([{ new: 2, removed: 2 }]);
  });

  test('is not written into a broken config.yaml, which stays as it is', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('casebook/config.yaml', 'casebook: 1\nsources: [\n');
    const error = await refusal(() => workspace.engine.rememberMap({ map, folder: 'exports' }, call));
    expect(error).toMatchObject({ code: 'broken-config', message: expect.stringContaining('casebook/config.yaml:') as string });
    expect(workspace.read('casebook/config.yaml')).toBe('casebook: 1\nsources: [\n');
  });

  test('replaces the one for the same files, and leaves the rest of the entry', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('casebook/config.yaml', 'sources:\n  # Nightly\n  - folder: exports\n    watch: true # live\n  - files: "*.csv"\n    map: {query: a} # first try\n');
    await workspace.engine.rememberMap({ map: { query: 'ask' }, folder: 'exports/' }, call);
    await workspace.engine.rememberMap({ map: { query: 'b', answer: 'c' }, files: '*.csv' }, call);
    expect(workspace.read('casebook/config.yaml')).toBe('sources:\n  # Nightly\n  - folder: exports\n    watch: true # live\n    map: {query: ask}\n  - files: "*.csv"\n    map: {query: b, answer: c} # first try\n');
  });

  test('and a format of config.yaml decide over the content of a file', async () => {
    using workspace = new TemporaryWorkspace();
    const chat = '{"id":"c1","ask":"real question","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}\n';
    workspace.write('in/chat.jsonl', chat);
    workspace.write('plain/chat.jsonl', chat);
    workspace.write('casebook/config.yaml', 'sources:\n  - folder: in\n    map: {query: ask}\n  - folder: plain\n    format: chat\n');
    expect((await workspace.import('in', 'plain')).files).toMatchObject([{ format: 'mapped' }, { format: 'chat', why: 'casebook/config.yaml says so for plain' }]);
  });
});

describe('a table', () => {
  test('is rows like others, packed or not; each has its line and its bytes', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('a.csv', csv);
    workspace.write('b.csv.gz', gzipSync(csv.replaceAll('T-', 'G-')));
    workspace.write('c.zip', zipOf([{ name: 'deep/rows.tsv', content: csv.replaceAll('","', '"\t"').replaceAll(/^ticket.*$/gm, (head) => head.replaceAll(',', '\t')).replaceAll('T-', 'Z-') }]));
    const report = await importing(workspace, { map: 'auto' }, 'a.csv', 'b.csv.gz', 'c.zip');
    expect(report.files.map(({ path, format, traces, warningCount }) => [path, format, traces, warningCount])).toEqual([['a.csv', 'mapped', 2, 0], ['b.csv.gz', 'mapped', 2, 0], ['c.zip/deep/rows.tsv', 'mapped', 2, 0]]);
    const { traces } = await workspace.engine.listTraces({}, call);
    expect(traces.map(({ answer }) => answer).sort()).toEqual([...Array<string>(3).fill('In Kiel.'), ...Array<string>(3).fill('Yes, within 30 days.')]);
    for (const { id, file, query } of traces) {
      const { text } = await workspace.engine.readOriginal({ trace: id }, call);
      expect(text, file).toContain(query);
      expect(text.split('\n'), file).toHaveLength(1);
    }
    expect((await workspace.import('a.csv')).files).toMatchObject([{ unchanged: 2 }]);
  });

  test('in an archive is imported by itself, and remembered for the next archive', async () => {
    using workspace = new TemporaryWorkspace();
    const packed = (from: string) => zipOf([{ name: 'notes.csv', content: csv.replaceAll('T-', 'N-') }, { name: 'deep/rows-1.csv', content: csv.replaceAll('T-', from) }]);
    workspace.write('in/week-1.zip', packed('A-'));
    workspace.write('in/week-2.zip', packed('B-'));
    const report = await importing(workspace, { map, remember: true }, 'in/week-1.zip/deep/rows-1.csv');
    expect(report).toMatchObject({ traces: 2, files: [{ path: 'in/week-1.zip/deep/rows-1.csv', format: 'mapped' }], remembered: [{ where: 'in/rows-1.csv' }] });
    expect((await workspace.import('in/week-2.zip')).files).toMatchObject([{ path: 'in/week-2.zip/deep/rows-1.csv', why: 'by the column map for in/rows-1.csv in casebook/config.yaml', new: 2 }, { path: 'in/week-2.zip/notes.csv', format: 'mapped' }]);
    expect((await importing(workspace, { map }, 'in/week-1.zip/gone.csv')).files).toMatchObject([{ format: null }]);
  });

  test('of flat run records is known by its columns', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('runs.csv', 'runId,query,toolSelected,response,latencyMs\nr1,"Where, now?",track,There.,950\nr2,And now?,,Gone.,12\n');
    expect((await workspace.import('runs.csv')).files).toMatchObject([{ format: 'flat', traces: 2, warningCount: 0 }]);
    expect(await workspace.engine.findTrace({ trace: 'r1' }, call)).toMatchObject({ query: 'Where, now?', toolsCalled: ['track'], latencyMs: 950 });
  });

  test('of Langfuse is read as Langfuse', async () => {
    using workspace = new TemporaryWorkspace();
    const cell = (value: unknown) => `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;
    workspace.write('observations.csv', [
      '"id","traceId","type","name","startTime","endTime","parentObservationId","model","input","output","usageDetails"',
      ['o-1', 't-1', 'SPAN', 'agent', '2026-11-02T10:00:00.000Z', '2026-11-02T10:00:02.000Z', '', '', 'Where is it?', 'In Kiel.', {}].map(cell).join(','),
      ['o-2', 't-1', 'GENERATION', 'call', '2026-11-02T10:00:00.500Z', '2026-11-02T10:00:01.500Z', 'o-1', 'm-1', [{ role: 'user', content: 'Where is it?' }], { role: 'assistant', content: 'In Kiel.' }, { input: 12, output: 4 }].map(cell).join(','),
    ].join('\r\n'));
    expect((await workspace.import('observations.csv')).files).toMatchObject([{ format: 'langfuse', traces: 1, spans: 2, warningCount: 0 }]);
    expect((await workspace.engine.listTraces({}, call)).traces[0]).toMatchObject({ query: 'Where is it?', answer: 'In Kiel.', models: ['m-1'], inputTokens: 12, outputTokens: 4, latencyMs: 2000 });
  });

  test('that is hostile loses what cannot be read, with its line, and nothing else', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('odd.csv', `ask,reply,__proto__\n${'Hi there,Hello you,x\n'.repeat(4)}${'"'.repeat(8)},y,z,more,cells\n=cmd|'/c calc'!A1,ok,{"a":{"__proto__":1}}\nHi,"${'[{"a":'.repeat(400)}",1\nlast one,yes sir,\n"never closed,a,b\n`);
    const report = await importing(workspace, { map: { query: 'ask', answer: 'reply' } }, 'odd.csv');
    expect(report).toMatchObject({ files: [{ format: 'mapped' }] });
    expect(report.traces).toBeGreaterThanOrEqual(4);
    expect(report.files[0]?.warnings.map(({ line }) => line)).toContain(10);
    expect((await workspace.engine.listTraces({}, call)).traces.map(({ query }) => query)).toEqual(expect.arrayContaining(['Hi there', "=cmd|'/c calc'!A1", 'last one']));
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });
});

describe('a preview', () => {
  test('shows what the first rows would become, without secrets', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('exports/rows-7.jsonl', `${lines.replace('In Kiel.', 'Use AKIAQ3EGRZLTPXN5WVDA.')}${JSON.stringify({ ...rows[0], tokens_in: 'many', steps: [{ tool: 'track', error: 'refused' }], docs: ['a', 'b'] })}\n{"other":1}\n`);
    const view = await workspace.engine.previewRows({ path: workspace.path('exports/rows-7.jsonl'), map: { ...map, toolCalls: 'steps', documents: 'docs' } }, call);
    expect(view).toMatchObject({ file: 'exports/rows-7.jsonl', rows: 4, more: false, known: null, remember: { files: 'rows-*.jsonl', folder: 'exports' }, guess: { query: 'ask', answer: 'reply' } });
    expect(view.preview).toHaveLength(3);
    expect(view.preview[0]).toMatchObject({ line: 1, query: 'Where is my parcel?', model: 'm-1', inputTokens: 12, outputTokens: null, latencyMs: 950, feedback: 'accepted', id: 'T-1', warnings: [], calls: [], documents: null });
    expect(view.preview[2]).toMatchObject({ inputTokens: null, calls: [{ name: 'track', status: 'error' }], documents: 2, warnings: ['tokens_in is "many", which is no number; read as not recorded.'] });
    expect(view.leftOut).toEqual([{ line: 4, message: 'None of the mapped columns is in this row; left out. It has other.' }]);
    expect(JSON.stringify(view)).not.toContain('AKIAQ3EGRZLTPXN5WVDA');
    expect((await workspace.engine.listTraces({}, call)).total).toBe(0);
    expect(existsSync(workspace.path('casebook'))).toBe(false);
  });

  test('takes the guess without a map, reads what is packed, and looks at no more than it must', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('c.zip', zipOf([{ name: 'notes.txt', content: 'Hello' }, { name: 'rows.csv', content: csv + csv.split('\n')[1]!.concat('\n').repeat(1000) }]));
    for (const name of ['c.zip', 'c.zip/rows.csv']) {
      const view = await workspace.engine.previewRows({ path: workspace.path(name) }, call);
      expect(view).toMatchObject({ file: 'c.zip/rows.csv', rows: 200, more: true });
      expect(view.map).toEqual(view.guess);
      expect(view.preview).toHaveLength(20);
    }
  });

  test('says why there is none', async () => {
    using workspace = new TemporaryWorkspace();
    workspace.write('notes.txt', 'Hello there.');
    expect((await refusal(() => workspace.engine.previewRows({ path: workspace.path('notes.txt') }, call))).message).toBe('notes.txt holds no rows with names and values: Line 1 is not JSON.');
    expect((await refusal(() => workspace.engine.previewRows({ path: workspace.path('gone.csv') }, call))).code).toBe('no-such-file');
  });
});
