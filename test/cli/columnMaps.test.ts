import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ImportReport } from '../../src/protocol/importApi.ts';
import { jsonLines, TemporaryFolder } from './casebook.ts';

const table = 'ticket;who;ask;reply;took\nT-1;ana;"Where is; my parcel?";In Kiel.;950\nT-2;bo;May I return it?;Yes.;1200\n';
function folderWith(name: string, text: string): TemporaryFolder {
  const folder = new TemporaryFolder();
  writeFileSync(folder.file(name), text);
  return folder;
}

describe('rows that no format knows', () => {
  test('are told with their columns, what these most likely are, and what to type', async () => {
    await using folder = folderWith('tickets.csv', table);
    const { code, stdout, stderr } = await folder.run(['import', 'tickets.csv']);
    expect({ code, stdout, stderr }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "stderr": "tickets.csv is a list of rows whose fields (ticket, who, ask, reply, took) do not tell the question from the answer. Name them query and response, or messages. Say which column is what: \`casebook import tickets.csv --map auto\`.
      ",
        "stdout": "tickets.csv: not read
        Its columns, by the first rows:
          ticket  2 of 2  T-1
          who     2 of 2  ana
          ask     2 of 2  Where is; my parcel?
          reply   2 of 2  In Kiel.
          took    2 of 2  950
        What they most likely are:
          id: ticket
          query: ask
          answer: reply
          latencyMs: took
        casebook import tickets.csv --map auto      takes that
        casebook import tickets.csv --map map.yaml  takes what you saved and changed
      0 traces, 0 failing
      ",
      }
    `);
    expect(existsSync(folder.file('casebook'))).toBe(false);
  });

  test('are read by what they most likely are, which is printed and remembered', async () => {
    await using folder = folderWith('tickets.csv', table);
    const { code, stdout } = await folder.run(['import', 'tickets.csv', '--map', 'auto']);
    expect(code).toBe(0);
    expect(stdout).toContain('  read as Rows with a column map: by a column map guessed from its names and values\n    id: ticket\n    query: ask\n    answer: reply\n');
    expect(stdout).toContain('The column map for tickets.csv was written into casebook/config.yaml.\n');
    expect((await folder.run(['import', 'tickets.csv'])).stdout).toContain('2 unchanged\n  read as Rows with a column map: by the column map for tickets.csv in casebook/config.yaml\n');
    expect((await folder.run(['show', 'T-1'])).stdout).toContain('Where is; my parcel?');
  });

  test.each([
    ['YAML', 'map.yaml', '# Ours\nid: ticket\nquery: ask\nanswer: reply\nuser: who\nlatencyMs: took\n'],
    ['JSON', 'map.json', '{"id":"ticket","query":"ask","answer":"reply","user":"who","latencyMs":"took"}'],
  ])('are read by a map in %s, which is remembered unless it is not to be', async (_, name, text) => {
    await using folder = folderWith('tickets.csv', table);
    writeFileSync(folder.file(name), text);
    const { code, stdout } = await folder.run(['import', 'tickets.csv', '--map', name, '--no-remember', '--json']);
    expect(code).toBe(0);
    const [report] = jsonLines<ImportReport>(stdout);
    expect(report).toMatchObject({ traces: 2, files: [{ path: 'tickets.csv', format: 'mapped', map: { id: 'ticket', query: 'ask', answer: 'reply', user: 'who', latencyMs: 'took' } }] });
    expect(report?.remembered).toBeUndefined();
    expect(existsSync(folder.file('casebook'))).toBe(false);
    const [listed] = jsonLines<{ readonly userId: string; readonly latencyMs: number }>((await folder.run(['show', 'T-2', '--json'])).stdout).map((each) => ('summary' in each ? (each.summary as { readonly userId: string; readonly latencyMs: number }) : each));
    expect(listed).toMatchObject({ userId: 'bo', latencyMs: 1200 });
  });

  test('are told as JSON with columns and guess', async () => {
    await using folder = folderWith('tickets.csv', table);
    const { code, stdout } = await folder.run(['import', 'tickets.csv', '--json']);
    expect(code).toBe(2);
    expect(jsonLines<ImportReport>(stdout)[0]?.files[0]).toMatchObject({ path: 'tickets.csv', format: null, mappable: { rows: 2, guess: { id: 'ticket', query: 'ask', answer: 'reply' }, columns: [{ name: 'ticket', filled: 2, examples: ['T-1', 'T-2'] }, {}, {}, {}, {}] } });
  });
});

test.each([
  ['qery: ask\n', 'map.yaml maps qery, which Casebook has not. Did you mean query?'],
  ['- ask\n', 'map.yaml is no column map: it is not a list of lines such as query: ask.'],
  ['query: ask\nanswer: [reply\n', 'map.yaml is no column map: line 2: '],
  ['start: when\n', 'map.yaml maps start, which Casebook has not. Did you mean startedAt?'],
  ['query: 7\n', 'map.yaml: query is not the name of a column.'],
  ['{}\n', 'map.yaml maps nothing.'],
])('a map such as %j is refused with what is wrong', async (text, sentence) => {
  await using folder = folderWith('tickets.csv', table);
  writeFileSync(folder.file('map.yaml'), text);
  const { code, stderr } = await folder.run(['import', 'tickets.csv', '--map', 'map.yaml']);
  expect(stderr).toContain(sentence);
  expect(code).not.toBe(0);
});

test('a map that is not there is refused, and so is one beside a format', async () => {
  await using folder = folderWith('tickets.csv', table);
  expect((await folder.run(['import', 'tickets.csv', '--map', 'gone.yaml'])).stderr).toContain('The column map gone.yaml cannot be read:');
  expect((await folder.run(['import', 'tickets.csv', '--map', 'auto', '--format', 'chat'])).stderr).toContain('cannot be used with option');
});

test('in a folder, rows that no format knows stand under their own name with the reason, and files of many are told by the sum', async () => {
  await using folder = folderWith('a-tickets.csv', table);
  const chat = (ask: string) => `${JSON.stringify({ messages: [{ role: 'user', content: ask }, { role: 'assistant', content: 'Yes.' }] })}\n`;
  writeFileSync(folder.file('b.jsonl'), chat('One?') + chat('Two?'));
  writeFileSync(folder.file('c.jsonl'), chat('Three?'));
  const { code, stdout, stderr } = await folder.run(['import', '.']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines.slice(0, 5)).toEqual(['3 traces, 0 failing (3 new), in 2 files; 1 file left out', '', 'a-tickets.csv: not read', expect.stringMatching(/^ {2}a-tickets\.csv is a list of rows whose fields/) as string, '  Its columns, by the first rows:']);
  expect(stdout).toContain('\nb.jsonl: 2 traces, 4 spans, 2 new  Chat messages\nc.jsonl: 1 trace, 2 spans, 1 new  Chat messages\n\nNot recorded: the tools offered in all 3 traces');
  expect(stdout.match(/Not recorded/g)).toHaveLength(1);
  expect((await folder.run(['import', '.', '--verbose'])).stdout.match(/Not recorded/g)).toHaveLength(2);
});

test('a map is remembered for the names that a person says, else for the file itself', async () => {
  await using folder = folderWith('tickets-3.csv', table);
  writeFileSync(folder.file('map.yaml'), 'query: ask\nanswer: reply\n');
  expect((await folder.run(['import', 'tickets-3.csv', '--map', 'map.yaml'])).stdout).toContain('The column map for tickets-3.csv was written into');
  expect((await folder.run(['import', 'tickets-3.csv', '--map', 'map.yaml', '--remember', 'tickets-*.csv'])).stdout).toContain('The column map for tickets-*.csv was written into');
});
