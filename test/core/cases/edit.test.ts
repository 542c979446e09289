import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { applyEdits, removeIn, setIn } from '../../../src/core/cases/edit.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { CasePath } from '../../../src/core/model/result.ts';

const suite = `# top
casebook: 1
suite: orders   # the suite
defaults:
  budgets: {latencyMs: 8000}
  trajectory:
    steps:
      - tool: getOrder
cases:
  # one
  - id: one   # the id
    query: "What?"
    expectedBehavior:
      - a
      # between
      - b # bee

  - query: |
      several
      lines
    id: two
    metadata: {difficulty: easy, x: {a: 1}} # m
`;

const rawOf = (text: string, id: string): Json => {
  const file = parseCaseFile(text);
  expect(file.problems).toEqual([]);
  return file.cases.find((each) => each.id === id)?.raw ?? null;
};

describe('setIn', () => {
  const changed = (id: string, path: CasePath, value: Json): string => applyEdits(suite, setIn(suite, id, path, value));

  test.each<[string, string, CasePath, Json, string, string]>([
    ['keeps the quotes of a text', 'one', ['query'], 'Who?', 'query: "What?"', 'query: "Who?"'],
    ['puts a new key where the schema has it', 'two', ['title'], 'Two', '    id: two\n', '    id: two\n    title: Two\n'],
    ['adds to a flow map', 'two', ['metadata', 'risk'], 'high', 'x: {a: 1}} # m', 'x: {a: 1}, risk: high} # m'],
    ['replaces one item and keeps its comment', 'one', ['expectedBehavior', 1], 'see, this', '- b # bee', '- see, this # bee'],
    ['appends to a list', 'one', ['expectedBehavior', 2], 'c: d', '- b # bee\n', '- b # bee\n      - "c: d"\n'],
    ['makes the maps on the way', 'one', ['source', 'proof', 'at'], '2026-01-02', '- b # bee\n', '- b # bee\n    source: {proof: {at: "2026-01-02"}}\n'],
    ['changes the defaults where the list is theirs', 'one', ['trajectory', 'steps', 0, 'tool'], 'getParcel', '- tool: getOrder', '- tool: getParcel'],
    ['replaces a text of several lines', 'two', ['query'], 'short', 'query: |\n      several\n      lines\n', 'query: short\n'],
  ])('%s', (_, id, path, value, before, after) => {
    expect(changed(id, path, value)).toBe(suite.replace(before, after));
  });

  test('touches only what differs in a map', () => {
    expect(setIn(suite, 'two', ['metadata'], { difficulty: 'hard', x: { a: 1 } })).toEqual([{ range: { start: suite.indexOf('easy'), end: suite.indexOf('easy') + 4 }, text: 'hard' }]);
  });

  test('says so when the case is not there', () => {
    expect(() => setIn(suite, 'three', ['title'], 'x')).toThrow('no case with the id three');
  });

  test('writes JSON into JSON', () => {
    const json = '{\n  "id": "one",\n  "query": "q"\n}\n';
    const text = applyEdits(json, setIn(json, 'one', ['source', 'proof'], { failed: ['answer'], at: 'now' }));
    expect(JSON.parse(text)).toEqual({ id: 'one', query: 'q', source: { proof: { failed: ['answer'], at: 'now' } } });
    expect(text.split('\n').slice(0, 2)).toEqual(json.split('\n').slice(0, 2));
    expect(JSON.parse(applyEdits(json, removeIn(json, 'one', ['query'])))).toEqual({ id: 'one' });
  });

  test('keeps Windows line ends', () => {
    const text = 'id: one\r\nquery: q\r\n';
    expect(applyEdits(text, setIn(text, 'one', ['status'], 'active'))).toBe('id: one\r\nquery: q\r\nstatus: active\r\n');
  });
});

describe('removeIn', () => {
  test.each<[string, string, CasePath, string, string]>([
    ['takes a line', 'one', ['expectedBehavior', 0], '      - a\n', ''],
    ['takes a line with its comment', 'one', ['expectedBehavior', 1], '      - b # bee\n', ''],
    ['keeps the dash of the first key', 'two', ['query'], 'query: |\n      several\n      lines\n    id', 'id'],
    ['takes a comma along', 'two', ['metadata', 'difficulty'], 'difficulty: easy, ', ''],
    ['takes the comma before the last', 'two', ['metadata', 'x'], ', x: {a: 1}', ''],
    ['leaves an empty map', 'two', ['metadata', 'x', 'a'], '{a: 1}', '{}'],
  ])('%s', (_, id, path, before, after) => {
    expect(applyEdits(suite, removeIn(suite, id, path))).toBe(suite.replace(before, after));
  });

  test('has nothing to do for what is not there', () => {
    expect(removeIn(suite, 'one', ['answer', 'match'])).toEqual([]);
  });
});

describe('any case, however it is written', { timeout: 60_000 }, () => {
  const word = fc.constantFrom('alpha', 'beta', 'gamma', 'a b', 'yes: no', '# not a comment', 'line\nbreak', '', '12', 'null', '[x', 'é"\\', '- dash', "it's");
  const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.oneof(word, fc.integer({ min: -5, max: 5 }), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd e', '1', '$x'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  const fields = fc.record({ id: fc.constant('the-case'), query: fc.constant('q'), vars: json, metadata: json, answer: json }, { requiredKeys: ['id', 'query'], noNullPrototype: true });
  type Form = { readonly name: string; print(value: Json): string };
  const commented = (text: string): string => text.split('\n').map((line, index) => (/^(?:id|query|vars|metadata|answer): ?[^|>"'&]*$/.test(line) && index % 2 === 0 ? `# before ${index}\n${line} # at ${index}` : line)).join('\n');
  const forms: readonly Form[] = [
    { name: 'block', print: (value) => stringify(value, { lineWidth: 0 }) },
    { name: 'block with comments', print: (value) => commented(stringify(value, { lineWidth: 0 })) },
    { name: 'folded', print: (value) => stringify(value, { lineWidth: 20, indent: 3 }) },
    { name: 'flow', print: (value) => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }) },
    { name: 'broken flow', print: (value) => stringify(value, { collectionStyle: 'flow', lineWidth: 10 }) },
    { name: 'JSON', print: (value) => JSON.stringify(value) },
    { name: 'indented JSON', print: (value) => JSON.stringify(value, null, 2) },
    { name: 'in a list', print: (value) => stringify({ cases: [{ id: 'before', query: 'x' }, value, { id: 'after', query: 'y' }] }, { lineWidth: 0 }) },
  ];
  const pathsOf = (value: Json, path: CasePath = []): CasePath[] => {
    if (typeof value !== 'object' || value === null) return [path];
    const inside = Array.isArray(value) ? [...(value as readonly Json[]).entries()] : Object.entries(value as { [key: string]: Json });
    return [path, ...inside.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
  };
  const withValue = (value: Json, path: CasePath, next: Json | undefined): Json => {
    const [key, ...rest] = path;
    if (Array.isArray(value)) {
      const items = [...(value as readonly Json[])];
      if (rest.length > 0) items[key as number] = withValue(items[key as number] as Json, rest, next);
      else if (next === undefined) items.splice(key as number, 1);
      else items[key as number] = next;
      return items;
    }
    const map: { [key: string]: Json } = { ...(value as { [key: string]: Json }) };
    if (rest.length > 0) map[String(key)] = withValue(map[String(key)] ?? {}, rest, next);
    else if (next === undefined) delete map[String(key)];
    else map[String(key)] = next;
    return map;
  };
  /** The printer of the library breaks some texts at small widths. */
  const readsBack = (text: string, value: Json): boolean => isDeepStrictEqual(parseCaseFile(text).cases.find((each) => each.id === 'the-case')?.raw, value);
  const commentsOf = (text: string): string[] => text.match(/# (?:before|at) \d+/g) ?? [];

  test.each(forms)('$name: a set value is read back, and nothing else changed', ({ print }) => {
    fc.assert(fc.property(fields, json, fc.nat(), fc.constantFrom('', 'title', 'new key'), (value, next, choice, added) => {
      const text = print(value as Json);
      fc.pre(readsBack(text, value as Json));
      const paths = pathsOf(value as Json).filter((path) => path.length > 0 && path[0] !== 'id');
      const chosen = paths[choice % paths.length] as CasePath;
      const path: CasePath = added === '' ? chosen : [added];
      const after = applyEdits(text, setIn(text, 'the-case', path, next));
      expect(rawOf(after, 'the-case')).toEqual(withValue(value as Json, path, next));
      // A replaced collection takes its inner comments along; a new key takes none.
      const lost = added === '' ? [] : commentsOf(text).filter((comment) => !after.includes(comment));
      expect(lost).toEqual([]);
      expect(parseCaseFile(after).cases.map((each) => each.id)).toEqual(parseCaseFile(text).cases.map((each) => each.id));
    }), { numRuns: 150 });
  });

  test.each(forms)('$name: a removed value is gone, and nothing else changed', ({ print }) => {
    fc.assert(fc.property(fields, fc.nat(), (value, choice) => {
      const text = print(value as Json);
      fc.pre(readsBack(text, value as Json));
      const paths = pathsOf(value as Json).filter((path) => path.length > 0 && path[0] !== 'id');
      const path = paths[choice % paths.length] as CasePath;
      const after = applyEdits(text, removeIn(text, 'the-case', path));
      expect(rawOf(after, 'the-case')).toEqual(withValue(value as Json, path, undefined));
    }), { numRuns: 150 });
  });
});
