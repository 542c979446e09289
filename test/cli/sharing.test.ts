import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TemporaryFolder } from './casebook.ts';

const run = (id: string, answer: string) => JSON.stringify({ id, messages: [{ role: 'user', content: 'Where is order 7? Write to ana.muster@example.org.' }, { role: 'assistant', content: answer }] });

test('labels and a trace leave Casebook: nothing private goes along, nothing is overwritten', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), [run('one', 'It was delivered.'), run('two', 'It is on its way.')].join('\n'));
  await folder.run(['import', 'runs.jsonl']);
  expect(await folder.run(['export', 'labels', '--csv', '-'])).toMatchObject({ code: 0, stderr: 'Nobody has labelled anything yet.\n' });
  await folder.run(['label', 'one', '--fail', '--class', 'answer_quality', '--note', 'It was not.', '--by', 'jonas']);
  await folder.run(['label', 'two', '--pass', '--by', 'jonas']);

  // Blind review, which is the default: who has judged neither is told of both, and has to name it to get them.
  const blind = await folder.run(['export', 'labels', '--csv', '-', '--by', 'ada']);
  expect(blind.stdout).not.toContain('It was not.');
  expect(blind.stderr).toBe('You have labelled none of them.\nada: 2 traces that others labelled and you have not reviewed yet are left out and not counted, so that no verdict sways yours (blind review). --all exports them.\n');
  const named = await folder.run(['export', 'labels', '--csv', '-', '--by', 'ada', '--all']);
  expect(named.stdout).toContain('It was not.');
  expect(named.stderr).toBe('Wrote 2 labels of 2 traces.\nada: Shows 2 traces that others labelled and you have not reviewed yet, too, because all were asked for.\n');
  expect((await folder.run(['export', 'labels', '--csv', 'labels.csv', '--all'])).stdout).toBe('Wrote 2 labels of 2 traces: labels.csv\n');
  expect(readFileSync(folder.file('labels.csv'), 'utf8').split('\r\n')).toHaveLength(4);
  expect(await folder.run(['export', 'labels', '--csv', 'labels.csv'])).toMatchObject({ code: 2, stderr: expect.stringContaining('labels.csv is there already') as string });
  expect(JSON.parse((await folder.run(['export', 'labels', 'one', '--jsonl', '-', '--by', 'jonas'])).stdout)).toMatchObject({ nativeId: 'one', verdict: 'fail', note: 'It was not.' });

  expect((await folder.run(['export', 'traces', 'one', '--html', 'one.html'])).stdout).toMatch(/^one\.html Replaced by placeholders: \d+ × email\.\n$/);
  const page = readFileSync(folder.file('one.html'), 'utf8');
  expect(page).toContain('It was not.');
  expect(page).not.toContain('ana.muster');
  expect(page).not.toContain(folder.file(''));

  expect(await folder.run(['export', 'labels'])).toMatchObject({ code: 3, stderr: expect.stringContaining('export labels needs one of --csv, --jsonl or --otlp.') as string });
  expect(await folder.run(['export', 'traces', '--html', 'x.html'])).toMatchObject({ code: 3, stderr: expect.stringContaining('No trace is named.') as string });
});

test('exported events are read by an import as scores of the traces they speak of', async () => {
  await using folder = new TemporaryFolder();
  const traceId = '76281055faa17b82da40e82602066e14';
  const span = { traceId, spanId: '2c8e377a4a3c4c98', name: 'invoke_agent shop', startTimeUnixNano: '1770109920000000000', endTimeUnixNano: '1770109921000000000', attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'invoke_agent' } }] };
  writeFileSync(folder.file('spans.json'), JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }));
  await folder.run(['import', 'spans.json']);
  await folder.run(['label', traceId, '--fail', '--class', 'tool_selection', '--by', 'jonas']);
  await folder.run(['export', 'labels', '--otlp', 'labels.json', '--by', 'jonas']);
  expect((await folder.run(['import', 'labels.json'])).stdout).toContain('Scores found: Tool choice (1)');
});
