import { expect, test } from 'vitest';
import { labelRecords, labelsCsv, labelsJsonLines } from '../../../../src/core/review/share/labelRecords.ts';
import { labelsOtlp } from '../../../../src/core/review/share/labelsAsOtlp.ts';
import { defer, fail, inClass, labelledBy, note, pass } from '../labelledBy.ts';

const names = (id: string): string => ({ tool_selection: 'Tool choice' })[id] ?? id;
const anchored = { kind: 'anchor', value: 'firstWrong', step: 4, span: '2c8e377a4a3c4c98', name: 'searchOrders' } as const;

test('each reviewer has a row, and the one that counts is marked', () => {
  const records = labelRecords([labelledBy('tr_b', [['ana', fail, inClass('tool_selection')], ['ben', pass]]), labelledBy('tr_a', [['ana', defer]])], names);
  expect(records.map(({ trace, by, verdict, inForce, className }) => [trace, by, verdict, inForce, className])).toEqual([
    ['tr_a', 'ana', 'defer', true, null], ['tr_b', 'ana', 'fail', false, 'Tool choice'], ['tr_b', 'ben', 'pass', true, null],
  ]);
});

test('what was decided between reviewers is a row of its own', () => {
  const decided = labelledBy('tr_a', [['ana', fail], ['ben', pass], ['mei', { kind: 'adjudicate', value: { verdict: 'fail', of: ['ana', 'ben'] } }]]);
  expect(labelRecords([decided], names).map(({ by, verdict, inForce, adjudicated }) => [by, verdict, inForce, adjudicated])).toEqual([
    ['ana', 'fail', false, false], ['ben', 'pass', false, false], ['mei', 'fail', true, true],
  ]);
});

test.each([['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`], ['+1 wrong', `"'+1 wrong"`], ['@all', `"'@all"`], ['two\nlines, "quoted"', '"two\nlines, ""quoted"""'], ['-3', '-3']])('a spreadsheet runs nothing: %s', (text, cell) => {
  expect(labelsCsv(labelRecords([labelledBy('tr_a', [['ana', fail, note(text)]])], names))).toContain(`,${cell},`);
});

test('JSON lines hold what CSV does', () => {
  const records = labelRecords([labelledBy('tr_a', [['ana', fail, note('wrong order'), anchored]])], names);
  expect(JSON.parse(labelsJsonLines(records))).toMatchObject({ trace: 'tr_a', by: 'ana', note: 'wrong order', firstWrongStep: 4, firstWrongName: 'searchOrders', mode: null });
});

test('as events of OpenTelemetry, beside the span that went wrong', () => {
  const known = labelledBy('tr_a', [['ana', fail, inClass('tool_selection'), note('wrong order'), anchored]], { nativeId: '76281055faa17b82da40e82602066e14' });
  const foreign = labelledBy('tr_b', [['ben', defer]], { nativeId: 'run-7' });
  const silent = labelledBy('tr_c', [['ben', note('to be looked at')]]);
  const { resourceLogs } = JSON.parse(labelsOtlp(labelRecords([known, foreign, silent], names), '1.0.0')) as { resourceLogs: [{ scopeLogs: [{ logRecords: { traceId?: string; spanId?: string; eventName: string; timeUnixNano: string; attributes: { key: string; value: object }[] }[] }] }] };
  const [first, second, third] = resourceLogs[0].scopeLogs[0].logRecords;
  expect(first).toMatchObject({ eventName: 'gen_ai.evaluation.result', traceId: '76281055faa17b82da40e82602066e14', spanId: '2c8e377a4a3c4c98' });
  expect(BigInt(first!.timeUnixNano)).toBe(BigInt(Date.parse(known.labels.own[0]!.at)) * 1_000_000n);
  expect(Object.fromEntries(first!.attributes.map(({ key, value }) => [key, Object.values(value)[0] as unknown]))).toMatchObject({
    'gen_ai.evaluation.name': 'Tool choice', 'gen_ai.evaluation.score.label': 'fail', 'gen_ai.evaluation.score.value': 0, 'gen_ai.evaluation.explanation': 'wrong order', 'casebook.reviewer': 'ana', 'casebook.first_wrong_step': '4',
  });
  expect(second).not.toHaveProperty('traceId');
  expect(second!.attributes.map(({ key }) => key)).not.toContain('gen_ai.evaluation.score.value');
  expect(third).toBeUndefined();
});
