import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../src/core/cases/edit.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { readSettings } from '../../../src/core/cases/settings.ts';
import { validateCaseFile, validateCases } from '../../../src/core/cases/validate.ts';

const oneCase = (id: string, indent = '  '): string => `${indent}- id: ${id}\n${indent}  query: q\n${indent}  kind: capability\n${indent}  expectedTool: a\n${indent}  expectedBehavior: b\n`;
const codesIn = (text: string): readonly (readonly [string, string])[] => (validateCases([{ file: 'a', text }])[0]?.problems ?? []).map(({ code, range }) => [code, text.slice(range.start, range.end)]);
const fine = 'id: one\nquery: q\nkind: capability\nexpectedTool: a\nexpectedBehavior: b\n';

describe('a file larger than can be read at a keystroke', () => {
  const text = `# many\ncases:\n${Array.from({ length: 200 }, (_, index) => oneCase(`case-${index}`)).join('')}`;

  test('is read up to the last case that fits, and says where it stopped', () => {
    const file = parseCaseFile(text, 'a', 5000);
    expect(file.cases.length).toBeGreaterThan(40);
    expect(file.cases.length).toBeLessThan(80);
    expect(file.cases.map((each) => each.id)).toEqual(file.cases.map((_, index) => `case-${index}`));
    const problems = validateCaseFile(file);
    expect(problems.map(({ code, severity, range }) => [code, severity, text.slice(range.start, range.end)])).toEqual([
      ['CB011', 'warning', '# many'], ['CB011', 'warning', `  - id: case-${file.cases.length}`],
    ]);
    expect(problems[0]?.message).toContain(`from line ${file.cases.length * 5 + 3} on`);
  });

  test('documents are such places too', () => {
    const documents = Array.from({ length: 200 }, (_, index) => fine.replace('one', `case-${index}`)).join('---\n');
    expect(parseCaseFile(documents, 'a', 5000).cases.length).toBeGreaterThan(50);
  });

  test('without such a place it is not read, and says so', () => {
    const json = JSON.stringify({ cases: Array.from({ length: 200 }, (_, index) => ({ id: `case-${index}`, query: 'q' })) });
    const file = parseCaseFile(json, 'a', 5000);
    expect([file.cases.length, file.problems.map((each) => each.code)]).toEqual([0, ['CB011']]);
    expect(parseCaseFile(`id: one\nquery: |\n${'  word\n'.repeat(2000)}`, 'a', 5000).problems.map((each) => each.code)).toEqual(['CB011']);
  });

  test('20 million characters take no longer than the part that is read', () => {
    const large = `cases:\n${oneCase('first')}${`${oneCase('x')}    # ${'word '.repeat(2000)}\n`.repeat(2000)}`;
    expect(large.length).toBeGreaterThan(20_000_000);
    const since = performance.now();
    const file = parseCaseFile(large, 'a', 20_000);
    expect(file.cases[0]?.id).toBe('first');
    expect(performance.now() - since).toBeLessThan(2000);
    expect(readSettings('config', large).problems.map((each) => each.code)).toEqual(['CB803']);
  });
});

describe('the three layouts', () => {
  const defaults = 'defaults: {kind: capability, expectedBehavior: b, metadata: {difficulty: easy, coverage: [a, b], segment: {role: support}}}\n';

  test('defaults merge deeply, lists replace', () => {
    const { cases } = parseCaseFile(`suite: s\n${defaults}cases:\n  - {id: one, query: q, metadata: {risk: low, coverage: [c], segment: {queue: x}}}\n`);
    expect(cases[0]?.value).toMatchObject({ kind: 'capability', metadata: { difficulty: 'easy', risk: 'low', coverage: ['c'], segment: { role: 'support', queue: 'x' } } });
  });

  test('a root, a list and several documents of either', () => {
    const text = `${fine}---\n${defaults}cases:\n${oneCase('two')}---\n${fine.replace('one', 'three')}`;
    expect(parseCaseFile(text).cases.map(({ id, value }) => [id, value?.metadata?.difficulty])).toEqual([['one', undefined], ['two', 'easy'], ['three', undefined]]);
  });

  test('the same in JSON, also as a list of cases', () => {
    const suite = JSON.stringify({ defaults: { kind: 'capability', expectedBehavior: 'b' }, cases: [{ id: 'one', query: 'q', expectedTool: 'a' }] }, null, 2);
    expect(codesIn(suite)).toEqual([]);
    expect(codesIn(JSON.stringify({ id: 'one', query: 'q', kind: 'capability', expectedTool: 'a', expectedBehavior: 'b' }))).toEqual([]);
  });
});

describe('YAML as it comes', () => {
  test.each([
    ['a byte order mark', `\uFEFF${fine}`, []],
    ['Windows line ends', fine.replaceAll('\n', '\r\n'), []],
    ['a comment at the end without a line end', `${fine}# end`, []],
    ['a tab where an indent belongs', `${fine}budgets:\n\tlatencyMs: 5000\n`, ['CB001']],
    ['a quote that is never closed', `${fine}title: "open\n`, ['CB001']],
    ['an anchor and its alias', fine.replace('expectedTool: a', 'expectedTool: &t a\ntrajectory: {steps: [{tool: *t}]}'), []],
    ['an alias without an anchor', `${fine}title: *gone\n`, ['CB001']],
    ['a merge key', `${fine}<<: {title: x}\n`, ['CB002']],
    ['a key that stands twice', `${fine}query: again\n`, ['CB005']],
    ['documents with nothing in them', `---\n---\n${fine}---\n`, []],
    ['a regular expression that looks around', `${fine}answer: {match: regex, value: "(?<=a)b"}\n`, ['CB217']],
    ['a regular expression that refers back', `${fine}answer: {match: regex, value: '(a)\\1'}\n`, ['CB217']],
    ['__proto__ as a key', `${fine}__proto__: {polluted: true}\n`, ['CB002']],
    ['nothing', '', ['CB004']],
    ['a list of lists, very deep', `${fine}vars: ${'['.repeat(5000)}`, ['CB001']],
  ] as const)('%s', (_, text, codes) => {
    expect([...new Set(codesIn(text).map(([code]) => code))]).toEqual(codes);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('a fix in a file with Windows line ends leaves Windows line ends', () => {
    const text = fine.replace('expectedTool: a', 'expectedTool: a\ntrajectory:\n  mode: exact\n  steps: []').replaceAll('\n', '\r\n');
    const problem = validateCases([{ file: 'a', text: text.replace('expectedTool: a\r\n', '') }])[0]?.problems.find((each) => each.code === 'CB205');
    const [fix] = problem?.fixes ?? [];
    const after = fix && 'edits' in fix ? applyEdits(text.replace('expectedTool: a\r\n', ''), fix.edits) : '';
    expect(after).toContain('expectedTool: null\r\n');
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });
});
