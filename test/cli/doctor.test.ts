import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ExamineReport } from '../../src/protocol/importApi.ts';
import { TemporaryFolder } from './casebook.ts';

const run = (runId: string, more: object = {}) => `${JSON.stringify({ runId, query: 'Where is order 12?', toolsConsidered: ['getOrder'], toolSelected: null, response: 'On its way.', ...more })}\n`;

test('doctor says how far an export answers the six questions, and what adds the rest', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), run('r1', { userFeedback: 'accepted' }) + run('r2'));
  const { code, stdout, stderr } = await folder.run(['doctor', 'runs.jsonl']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines.slice(0, 11)).toEqual([
    'runs.jsonl: 2 traces, 4 messages, 0 tool calls',
    '  read as Flat run records: runId and toolSelected on line 1',
    '',
    '  4 of 6 questions answered',
    '  ✓ What did the user ask?                       2 of 2',
    '  ✓ Which tools could the agent choose from?     2 of 2',
    '  ✓ Which tool did it pick, and why?             2 of 2',
    '  ✗ What context did it have?                    0 of 2  not answered',
    '  ✓ What did it answer?                          2 of 2',
    '  ◐ Did the user accept, edit or reject it?      1 of 2  partly answered',
    '',
  ]);
  expect(stdout).toContain('  Flat run records  format flat\n    for the user\'s verdict\n      "userFeedback": "accepted"\n');
  expect(stdout).toContain('      casebook feedback import verdicts.csv\n');
  expect(existsSync(folder.file('.casebook'))).toBe(false);
});

test('doctor --strict ends with 2 where a question is open, else nothing it finds changes the code', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), run('r1'));
  expect((await folder.run(['doctor', 'runs.jsonl', '--strict'])).code).toBe(2);
  writeFileSync(folder.file('note.json'), '{"title":"a note"}');
  const refused = await folder.run(['doctor', 'note.json']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('note.json');
  expect((await folder.run(['doctor', 'nowhere.json'])).code).toBe(3);
});

test('doctor --json is one document with the verdicts and the advice of each file', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), run('r1'));
  writeFileSync(folder.file('more.jsonl'), run('r3'));
  const { code, stdout } = await folder.run(['doctor', 'runs.jsonl', 'more.jsonl', '--json']);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as ExamineReport;
  expect(report).toMatchObject({ traces: 2, cancelled: false });
  expect(report.files.map(({ path, questions, advice }) => [path, questions.length, advice[0]?.framework])).toEqual([['more.jsonl', 6, 'flat'], ['runs.jsonl', 6, 'flat']]);
  const text = (await folder.run(['doctor', 'runs.jsonl', 'more.jsonl'])).stdout;
  expect(text.match(/What to switch on/g)).toHaveLength(1);
  expect(text).toContain('  Flat run records  format flat, all files\n');
  expect(text).toContain('2 files, 0 with all six questions answered');
});

test('an import says what was looked for and is missing', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), run('r1', { userId: 'ana' }) + run('r2'));
  const { stdout } = await folder.run(['import', 'runs.jsonl']);
  expect(stdout).toContain('  Not recorded: the context in all 2 traces, the user\'s verdict in all 2 traces, the user in 1 of 2 traces');
  const { files } = JSON.parse((await folder.run(['import', 'runs.jsonl', '--json'])).stdout) as ExamineReport;
  expect(files[0]?.completeness?.user).toEqual({ have: 1, of: 2 });
});

test('scores that came with an export are named by doctor, import and show, and doctor says how to map one', async () => {
  await using folder = new TemporaryFolder();
  const score = (name: string, value: number, more: object = {}) => ({ id: name, traceId: 't1', name, value, dataType: 'NUMERIC', ...more });
  writeFileSync(folder.file('langfuse.json'), JSON.stringify({
    trace: { id: 't1', timestamp: '2026-03-02T09:00:00Z', name: 'run', input: 'Where is order 12?', output: 'On its way.', scores: [score('thumbs', 0, { source: 'API', comment: 'wrong order' }), score('Relevance', 5, { source: 'EVAL' })] },
    observations: [{ id: 'o1', traceId: 't1', type: 'GENERATION', name: 'chat', startTime: '2026-03-02T09:00:00Z', endTime: '2026-03-02T09:00:01Z', input: 'Where is order 12?', output: 'On its way.' }],
  }));
  const { stdout } = await folder.run(['doctor', 'langfuse.json']);
  expect(stdout).toContain('  Scores found  thumbs (1), Relevance (1)\n');
  expect(stdout).toContain('  Scores that the export has already\n    for the user\'s verdict\n      # casebook/config.yaml\n      facts:\n        feedback: ["score:thumbs"]\n');
  expect((await folder.run(['import', 'langfuse.json'])).stdout).toContain('  Scores found: thumbs (1), Relevance (1)\n');
  expect((await folder.run(['show', 't1'])).stdout).toContain('Scores     thumbs 0 (user): wrong order\n           Relevance 5 (judge)\n');
  expect(JSON.parse((await folder.run(['show', 't1', '--json'])).stdout)).toMatchObject({ scores: [{ name: 'thumbs', value: 0, source: 'user', comment: 'wrong order', step: null }, { name: 'Relevance' }], approvals: [], terminal: 'finished' });
});
