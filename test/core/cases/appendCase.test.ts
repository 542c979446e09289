import { describe, expect, it } from 'vitest';
import { appendCase, defaultsForAppended, emptySuite } from '../../../src/core/cases/appendCase.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';

const added = `id: new-one
query: Where is it?
# observed before the failure
expectedTool: getOrder
answer:
  reject:
    - {$contains: delivered}
failureWeObserved:
  summary: |
    Two lines

    and one more
`;
const item = (indent: string): string => added.trimEnd().split('\n').map((line, n) => (line === '' ? '' : `${indent}${n === 0 ? '- ' : '  '}${line}`)).join('\n') + '\n';
const idsIn = (text: string) => parseCaseFile(text).cases.map(({ id }) => id);

describe('a case is added to a file', () => {
  it('behind the last case, in its column, with its remarks, and with every other byte as it was', () => {
    for (const indent of ['', '  ', '    ']) {
      const text = `# ours\ncasebook: 1\ncases:   # all of them\n${indent}- id: 'a'\n${indent}  query:   "x"   # why\n${indent}- {id: b, query: y}\n`;
      expect(appendCase(text, added)).toBe(text + item(indent));
    }
  });

  it('with a blank line before it where the others have one', () => {
    const text = 'cases:\n  - id: a\n    query: x\n\n  # about b\n  - id: b\n    query: y\n';
    expect(appendCase(text, added)).toBe(`${text}\n${item('  ')}`);
  });

  it('before what follows the list, and behind the remarks of the last case', () => {
    const text = 'cases:\n  - id: a\n    query: x\n    # of a\n\n# of the suite\nsuite: late\n';
    expect(appendCase(text, added)).toBe(text.replace('    # of a\n', `    # of a\n${item('  ')}`));
  });

  it('where the last one ends without a line break, with a text of several lines, or in Windows lines', () => {
    expect(appendCase('cases:\n- id: a\n  query: x', added)).toBe(`cases:\n- id: a\n  query: x\n${item('')}`);
    const block = 'cases:\n  - id: a\n    query: |\n      one\n\n      two\n\n\n';
    expect(appendCase(block, added)).toBe(`cases:\n  - id: a\n    query: |\n      one\n\n      two\n${item('  ')}\n\n`);
    const windows = '\uFEFFcases:\r\n  - id: a\r\n    query: x\r\n';
    expect(appendCase(windows, added)).toBe(windows + item('  ').replaceAll('\n', '\r\n'));
  });

  it('as the first one of a suite that has none', () => {
    for (const head of ['suite: s\ncases:\n', 'suite: s\ncases: []\n', 'suite: s\ncases: null # none yet\n', 'suite: s\ncases:', 'suite: s\n']) {
      const text = appendCase(head, added);
      expect([head, parseCaseFile(text).problems, idsIn(text)]).toEqual([head, [], ['new-one']]);
      expect(text).toContain('# observed before the failure');
    }
    expect(appendCase('suite: s\ncases: null # none yet\n', added)).toBe(`suite: s\ncases: # none yet\n${item('  ')}`);
    expect(appendCase(emptySuite('yes', false), added)).toBe(`casebook: 1\nsuite: "yes"\ncases:\n${item('  ')}`);
    expect(idsIn(appendCase('', added))).toEqual(['new-one']);
  });

  it('as a document of its own behind a case that is alone in its file, and to the last suite of several', () => {
    expect(appendCase('id: a\nquery: x\n', added)).toBe(`id: a\nquery: x\n---\n${added}`);
    const two = 'suite: one\ncases:\n  - id: a\n    query: x\n---\nsuite: two\ncases:\n- id: b\n  query: y\n';
    expect(appendCase(two, added)).toBe(two + item(''));
  });

  it('in JSON, as JSON', () => {
    const text = appendCase(appendCase(emptySuite('s', true), added), added.replace('new-one', 'another'));
    expect((JSON.parse(text) as { cases: { id: string }[] }).cases.map(({ id }) => id)).toEqual(['new-one', 'another']);
    expect(idsIn(appendCase('{suite: s, cases: [{id: a, query: x}]}\n', added))).toEqual(['a', 'new-one']);
  });

  it('without the version of the format that it carries as a file of its own', () => {
    expect(appendCase('cases:\n  - id: a\n    query: x\n', `casebook: 1\n${added}`)).toBe(`cases:\n  - id: a\n    query: x\n${item('  ')}`);
  });

  it('under the defaults of its suite, which are known before', () => {
    const text = 'defaults:\n  tier: support\n  id: no\n  budgets: {latencyMs: 5}\ncases:\n  - id: a\n    query: x\n';
    expect(defaultsForAppended(text)).toEqual({ tier: 'support', budgets: { latencyMs: 5 } });
    expect(parseCaseFile(appendCase(text, added)).cases.at(-1)!.raw).toMatchObject({ id: 'new-one', tier: 'support', budgets: { latencyMs: 5 } });
    expect(defaultsForAppended('id: a\nquery: x\n')).toBeUndefined();
  });

  it('not where the file is broken, holds the id, or would read otherwise', () => {
    expect(() => appendCase('cases:\n  - id: "a\n    query: x\n', added)).toThrow(/Line \d+: /);
    expect(() => appendCase('cases: 3\n', added)).toThrow(/must be a list/);
    expect(() => appendCase('- a\n', added)).toThrow(/is a list/);
    expect(() => appendCase('cases:\n  - id: new-one\n    query: x\n', added)).toThrow(/holds a case new-one already/);
    expect(() => appendCase('cases:\n  - id: a\n    query: x\n', `${added}---\nid: third\nquery: z\n`)).toThrow(/without changing what it says/);
    expect(() => appendCase('cases: []\n', '[')).toThrow(/not one case/);
  });

  it('with keys that mean something to JavaScript as data', () => {
    const text = appendCase('cases:\n  - id: a\n    query: x\n', 'id: odd\nquery: x\nmetadata:\n  x: {__proto__: 1}\n');
    expect(JSON.stringify(parseCaseFile(text).cases.at(-1)!.raw)).toContain('__proto__');
  });
});
