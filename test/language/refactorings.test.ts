import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, TextDocumentEdit, TextEdit } from 'vscode-languageserver-types';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { matchValue } from '../../src/core/evaluators/matchers.ts';
import { matchersFor, shapeOf } from '../../src/language/refactorings/generaliseLiteral.ts';
import { atCursor, caseUri, inMemory } from './inMemoryWorkspace.ts';

type Done = { readonly text: string; readonly made: Readonly<Record<string, string>> };

function done(document: TextDocument, action: CodeAction): Done {
  const made: Record<string, string> = {};
  let text = document.getText();
  const change = (uri: string, edits: readonly TextEdit[]): void => {
    if (uri === document.uri) text = TextDocument.applyEdits(document, [...edits]);
    else made[uri.split('/').at(-1) ?? ''] = edits.map((edit) => edit.newText).join('');
  };
  for (const [uri, edits] of Object.entries(action.edit?.changes ?? {})) change(uri, edits);
  for (const each of action.edit?.documentChanges ?? []) if ('textDocument' in each) change(each.textDocument.uri, (each as TextDocumentEdit).edits as TextEdit[]);
  return { text, made };
}

function actions(marked: string, around = {}, uri = caseUri, asked = true): { readonly document: TextDocument; readonly offered: readonly CodeAction[] } {
  const { document, offset } = atCursor(marked, uri);
  const at = document.positionAt(offset);
  return { document, offered: inMemory({ missing: true, ...around }).service.doRefactorings(document, { start: at, end: at }, { createsFiles: true, asked }) };
}

function after(marked: string, title: string, around = {}, uri = caseUri): Done {
  const { document, offered } = actions(marked, around, uri);
  const action = offered.find((each) => each.title.startsWith(title));
  if (!action) throw new Error(`Not offered. There are: ${offered.map((each) => each.title).join('; ')}`);
  return done(document, action);
}

const titles = (marked: string, around = {}): string[] => actions(marked, around).offered.map((each) => each.title);
const raws = (text: string): unknown[] => parseCaseFile(text).cases.map((each) => each.raw);

const suite = `# top
suite: orders # name
defaults:
  tier: support # all of them
cases:
  # first
  - id: one # the id
    query: "What?"
    expectedTool: getOrder
    kind: capability
    metadata: {owner: me, risk: low}

  # second
  # in two lines
  - id: two
    query: Who?
    kind: capability
    metadata:
      owner: me # mine
      difficulty: easy

  - id: three
    query: Where?
    kind: capability
    metadata: {owner: me}
`;

describe('a case into its own file', () => {
  const { text, made } = after(suite.replace('id: two', 'id: t|wo'), 'Move two');
  test('takes its comments, its suite and its defaults along', () => {
    expect(made).toEqual({ 'two.case.yaml': `suite: orders # name
defaults:
  tier: support # all of them
cases:
  # second
  # in two lines
  - id: two
    query: Who?
    kind: capability
    metadata:
      owner: me # mine
      difficulty: easy
` });
  });
  test('takes the comment above the first one, too', () => {
    const { text: left, made: own } = after('cases:\n  # of one\n  - {id: o|ne, query: q}\n  - id: two\n    query: r\n'.replace('{id: o|ne, query: q}', 'id: o|ne\n    query: q'), 'Move one');
    expect(left).toBe('cases:\n  - id: two\n    query: r\n');
    expect(own['one.case.yaml']).toBe('cases:\n  # of one\n  - id: one\n    query: q\n');
  });
  test('leaves every other line as it is', () => {
    expect(text).toBe(suite.slice(0, suite.indexOf('  # second')) + suite.slice(suite.indexOf('  - id: three')));
  });
  test('keeps line ends of Windows', () => {
    const windows = suite.replaceAll('\n', '\r\n');
    const moved = after(windows.replace('id: two', 'id: t|wo'), 'Move two');
    expect(`${moved.text}${Object.values(moved.made).join('')}`.replaceAll('\r\n', '')).not.toContain('\n');
  });
  test('of several documents', () => {
    const documents = 'id: a\nquery: q\n---\n# b\nid: b\nquery: r\n---\nid: c\nquery: s\n';
    expect(after(documents.replace('id: b', 'id: b|'), 'Move b')).toEqual({ text: 'id: a\nquery: q\n---\nid: c\nquery: s\n', made: { 'b.case.yaml': '# b\nid: b\nquery: r\n' } });
    expect(after(documents.replace('id: a', 'id: a|'), 'Move a').text).toBe(documents.slice(documents.indexOf('# b')));
  });
  test('of JSON', () => {
    const json = JSON.stringify({ suite: 's', cases: [{ id: 'a', query: 'q' }, { id: 'b', query: 'r' }] }, null, 2);
    const moved = after(json.replace('"a"', '"a|"'), 'Move a', {}, caseUri.replace('.yaml', '.json'));
    expect(raws(moved.text)).toEqual([{ id: 'b', query: 'r' }]);
    expect(JSON.parse(moved.made['a.case.json'] ?? '')).toEqual({ suite: 's', cases: [{ id: 'a', query: 'q' }] });
  });
  test('is not offered where an anchor ties it to another, for a lone case, and where the file is broken', () => {
    expect(titles('cases:\n  - {id: a, query: &q Hello}\n  - id: |b\n    query: *q\n')).not.toContain('Move b into its own file');
    expect(titles('id: |a\nquery: q\n')).toEqual([]);
    expect(titles(`${suite.replace('id: two', 'id: t|wo')}  - id: [x\n`)).toEqual([]);
  });
});

describe('defaults', () => {
  test('take what all cases say alike', () => {
    const { text } = after(suite.replace('cases:', 'ca|ses:'), 'Extract 2 fields of all 3 cases');
    expect(raws(text)).toEqual(raws(suite));
    expect(text).toContain('  tier: support # all of them\n  kind: capability\n  metadata: {owner: me}\n');
    expect(text.match(/kind: capability/g)).toHaveLength(1);
    expect(text).toContain('    metadata: {risk: low}\n');
    expect(text).toContain('    metadata:\n      difficulty: easy\n');
    expect(text).toContain('- id: three\n    query: Where?\n');
  });
  test('are made where there are none', () => {
    const plain = 'suite: s\ncases:\n  - id: a\n    query: q\n    tier: x\n  - id: b\n    query: r\n    tier: x\n';
    expect(after(plain.replace('suite', 'sui|te'), 'Extract tier').text).toBe('suite: s\ndefaults: {tier: x}\ncases:\n  - id: a\n    query: q\n  - id: b\n    query: r\n');
  });
  test('are made from any place of a file of several cases, once a person asks', () => {
    const plain = 'suite: s\ncases:\n  - id: a\n    query: q\n    tier: x\n  - id: b\n    query: r\n    tier: x\n---\nid: alone\nquery: z\n';
    for (const place of ['id: b', 'tier: x\n---', 'query: q']) expect(after(plain.replace(place, `${place.slice(0, 3)}|${place.slice(3)}`), 'Extract tier').text).toContain('defaults: {tier: x}\ncases:\n  - id: a\n    query: q\n  - id: b\n    query: r\n');
    expect(actions(plain.replace('id: b', 'id|: b'), {}, caseUri, false).offered.filter(({ title }) => title.startsWith('Extract'))).toEqual([]);
    expect(actions(plain.replace('cases', 'ca|ses'), {}, caseUri, false).offered.filter(({ title }) => title.startsWith('Extract'))).toHaveLength(1);
    expect(titles(plain.replace('id: alone', 'id: al|one')).filter((title) => title.startsWith('Extract'))).toEqual([]);
  });
  test('are not touched where cases share nothing', () => {
    expect(titles('ca|ses:\n  - {id: a, query: q, tier: x}\n  - {id: b, query: r}\n')).toEqual([]);
  });
  test('are written into one case', () => {
    const { text } = after(suite.replace('id: two', 'id: t|wo'), 'Write the defaults');
    expect(raws(text)).toEqual(raws(suite));
    expect(text.match(/tier: support/g)).toHaveLength(2);
    expect(text.replace('    tier: support\n', '')).toBe(suite);
  });
});

describe('expectedTool becomes steps', () => {
  test('in its place, with its comment', () => {
    expect(after('id: a\nquery: q\nexpected|Tool: [x, y] # both\nkind: capability\n', 'Expand').text).toBe('id: a\nquery: q\ntrajectory: {steps: [{tool: x}, {tool: y}]} # both\nkind: capability\n');
    expect(after('{"id": "a", "query": "q", "expected|Tool": "x"}\n', 'Expand', {}, caseUri.replace('.yaml', '.json')).text).toBe('{"id": "a", "query": "q", "trajectory": {"steps":[{"tool":"x"}]}}\n');
  });
  test('beside what the trajectory says already', () => {
    const { text } = after('id: a\nquery: q\nexpectedTool: |x\ntrajectory:\n  maxCalls: 3 # at most\n', 'Expand');
    expect(raws(text)).toEqual([{ id: 'a', query: 'q', trajectory: { maxCalls: 3, steps: [{ tool: 'x' }] } }]);
    expect(text).toContain('maxCalls: 3 # at most\n');
  });
  test('not where steps are there, nor where no tool may be called', () => {
    expect(titles('id: a\nquery: q\nexpectedTool: |x\ntrajectory: {steps: [{tool: x}]}\n')).toEqual([]);
    expect(titles('id: a\nquery: q\nexpectedTool: |null\n')).toEqual([]);
  });
});

describe('a literal becomes a matcher', () => {
  const args = 'id: a\nquery: q\ntrajectory:\n  steps:\n    - tool: x\n      args: {order: "AB-12|", amount: 50} # both\n';
  test.each([
    ['any value', 'order: {$any: true}'],
    ['texts of its form', String.raw`order: {$regex: "^[A-Z]{2}-\\d{2}$"}`],
    ['texts that contain it', 'order: {$icontains: AB-12}'],
    ['any text', 'order: {$type: string}'],
  ])('Accept %s', (title, written) => {
    const { text } = after(args, `Accept ${title}`);
    expect(text).toBe(args.replace('order: "AB-12|"', written));
  });
  test('a number gets a range', () => {
    expect(after(args.replace('|', '').replace('50', '5|0'), 'Accept 45 to 55').text).toContain('amount: {$range: {min: 45, max: 55}}');
  });
  test('only where matchers may stand, and not inside one', () => {
    expect(titles('id: a\nquery: |q\n')).toEqual([]);
    expect(titles(args.replace('"AB-12|"', '{$regex: "A|B"}'))).toEqual([]);
    expect(titles(args.replace('tool: x', 'tool: |x').replace('12|', '12'))).toEqual([]);
  });
  test('accepts the value itself', () => {
    for (const value of ['AB-12', 'a.b*c', '(x)[y]{z}', 'ü-1', 'x/y', '^$', 'a|b\\c', 'order_77', 0, -5, 12.5, 1e21, true]) {
      for (const { matcher } of matchersFor(value)) expect([value, matcher, matchValue(matcher, value).ok]).toEqual([value, matcher, true]);
    }
    expect(shapeOf('ORD-2024-a1')).toBe(String.raw`^[A-Z]{3}-\d{4}-[a-z]\d$`);
  });
});

describe('the recorded failing call becomes forbidden', () => {
  test('a tool that nothing requires', () => {
    expect(after('id: |a\nquery: q\nexpectedTool: getOrder\n', 'Forbid searchOrders', { recordings: ['a'] }).text).toBe('id: a\nquery: q\nexpectedTool: getOrder\ntrajectory: {forbidden: [searchOrders]}\n');
  });
  test('but not a call that a step demands', () => {
    const offered = (steps: string): string[] => titles(`id: |a\nquery: q\ntrajectory: {steps: [${steps}]}\n`, { recordings: ['a'] }).filter((title) => title.startsWith('Forbid'));
    expect(offered('{tool: searchOrders}')).toEqual([]);
    expect(offered('{tool: searchOrders, args: {no: such}}')).toEqual(['Forbid the recorded call of searchOrders with its arguments']);
  });
  test('behind what is forbidden already, and once', () => {
    expect(after('id: |a\nquery: q\ntrajectory:\n  forbidden:\n    - other # one\n', 'Forbid searchOrders', { recordings: ['a'] }).text).toContain('    - other # one\n    - searchOrders\n');
    expect(titles('id: |a\nquery: q\ntrajectory: {forbidden: [search*]}\n', { recordings: ['a'] })).toEqual([]);
    expect(titles('id: |b\nquery: q\n', { recordings: ['a'] })).toEqual([]);
  });
});
