import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/core/model/json.ts';
import { bindings, chordOf, withOwnKeys } from '../../src/core/display/pageKeys.ts';
import { actionOf, hintOf } from '../../webview/keys.ts';
import type { KeyPress, Surroundings } from '../../webview/keys.ts';
import { changeOf, fieldsOf } from '../../webview/label/draft.ts';
import { verbatim } from '../../webview/label/wrongWords.ts';
import { jsonLines, readableString, shortJson } from '../../webview/shared/jsonLines.ts';
import { renderMarkdown } from '../../webview/shared/markdown.ts';
import { documentTitle } from '../../src/core/display/documentTitle.ts';
import { documentMore } from '../../webview/trajectory/details/documentNames.ts';
import { questionsOf } from '../../src/core/display/questions.ts';
import { story } from './story.ts';

const nowhere: Surroundings = { typing: false, onControl: false, inList: false, dialogOpen: false };
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, isComposing: false, defaultPrevented: false, ...more });

describe('the key table', () => {
  test('has no key twice and prints every key', () => {
    const all = bindings.flatMap((each) => each.keys);
    expect(new Set(all).size).toBe(all.length);
    for (const each of bindings) expect(hintOf(each.action)).not.toBe('');
    expect(all.filter((key) => chordOf(key) === undefined)).toEqual([]);
  });

  test("takes a person's own keys, gives a key to one action alone, and leaves what is no key", () => {
    const own = withOwnKeys({ nextError: 'Shift+N', note: 'e', undo: '', pass: 'hyper+x', nonsense: 'q', fail: 3 }, bindings);
    const keysOf = (action: string) => own.find((each) => each.action === action)?.keys;
    expect([keysOf('nextError'), keysOf('note'), keysOf('undo'), keysOf('pass'), keysOf('fail')]).toEqual([['shift+n'], ['e'], [], ['p'], ['f']]);
    expect(own.flatMap((each) => each.keys).filter((key) => key === 'e')).toHaveLength(1);
  });

  test.each<[string, KeyPress, Partial<Surroundings>, string | undefined]>([
    ['a letter', press('f'), {}, 'fail'],
    ['a letter with caps lock', press('F'), {}, 'fail'],
    ['a letter with Shift', press('F', { shiftKey: true }), {}, undefined],
    ['a digit that needs Shift', press('1', { shiftKey: true }), {}, 'class'],
    ['a question mark', press('?', { shiftKey: true }), {}, 'sheet'],
    ['Shift and E', press('E', { shiftKey: true }), {}, 'previousError'],
    ['Ctrl and a letter', press('f', { ctrlKey: true }), {}, undefined],
    ['Alt and a letter', press('f', { altKey: true }), {}, undefined],
    ['a letter while typing', press('f'), { typing: true }, undefined],
    ['a letter that is being composed', press('f', { isComposing: true }), {}, undefined],
    ['a letter in a dropdown', press('f'), { inList: true }, undefined],
    ['a letter in a dialog', press('f'), { dialogOpen: true }, undefined],
    ['Escape in a dialog', press('Escape'), { dialogOpen: true }, 'leave'],
    ['Escape while typing', press('Escape'), { typing: true }, 'leave'],
    ['a held verdict', press('f', { repeat: true }), {}, undefined],
    ['a held move', press('e', { repeat: true }), {}, 'nextError'],
    ['Enter on a button', press('Enter'), { onControl: true }, undefined],
    ['Enter on a row', press('Enter'), {}, 'details'],
    ['Ctrl Enter while typing', press('Enter', { ctrlKey: true }), { typing: true }, 'save'],
    ['Command Z', press('z', { metaKey: true }), {}, 'undo'],
    ['Ctrl Shift Z', press('Z', { ctrlKey: true, shiftKey: true }), {}, undefined],
    ['what somebody else took', press('f', { defaultPrevented: true }), {}, undefined],
  ])('%s', (_, pressed, around, wanted) => expect(actionOf(pressed, { ...nowhere, ...around })).toBe(wanted));
});

describe('wrong words', () => {
  const answer = 'Good news! Order **12345** was\n  delivered on `3 February`.';
  test.each([
    ['delivered on', 'delivered on'],
    ['Order 12345 was delivered', 'Order **12345** was\n  delivered'],
    ['on 3 February.', 'on `3 February`.'],
    ['  news!  ', 'news!'],
    ['Order 54321', undefined],
    ['   ', undefined],
    ['**', '**'],
    ['(a+)+$', undefined],
  ])('%j is %j in the answer', (selected, wanted) => expect(verbatim(answer, selected)).toBe(wanted));

  test('are always words of the answer', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 40 }), (whole, selected) => {
      const found = verbatim(whole, selected);
      expect(found === undefined || whole.includes(found)).toBe(true);
    }));
  });

  test('a long run of marks does not hold up the page', () => {
    const since = performance.now();
    verbatim('*- '.repeat(20_000), 'a * b - c '.repeat(40));
    expect(performance.now() - since).toBeLessThan(500);
  });
});

describe('the label form', () => {
  test('asks for what differs, in one request', () => {
    expect(changeOf(null, fieldsOf(null))).toBeNull();
    expect(changeOf(null, { ...fieldsOf(null), note: 'n', status: 'open' })).toEqual({ note: 'n', status: 'open' });
    expect(changeOf(null, { ...fieldsOf(null), class: 'tool_selection', mode: 'wrong_tool' })).toEqual({ class: { class: 'tool_selection', mode: 'wrong_tool' }, verdict: 'fail' });
    const label = { by: 'a', at: '2026-02-04T10:00:00Z', verdict: 'pass' as const, class: { class: 'x' }, firstWrong: null, lastGood: null, note: 'n', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };
    expect(changeOf(label, { ...fieldsOf(label), class: '', note: '' })).toEqual({ class: null, note: '' });
  });
});

describe('JSON lines', () => {
  const lines = (value: Json, folds: readonly [string, boolean][] = []) =>
    jsonLines(value, { folds: new Map(folds), shown: new Map() }, 1000).lines.map((line) => {
      const key = line.key === null ? '' : `${line.key}: `;
      const text = line.type === 'scalar' ? JSON.stringify(line.value) : line.type === 'short' ? shortJson(line.value) : line.type === 'more' ? `${line.shown} of ${line.size}` : `${line.type} ${line.size}`;
      return `${' '.repeat(line.depth)}${key}${text}${line.comma && line.type !== 'open' ? ',' : ''}`;
    });

  test('containers of a few scalars stay in one line, others fold', () => {
    expect(lines({ a: { b: 1, c: [1, 2] }, d: 'x' })).toEqual(['open 2', ' a: open 2', '  b: 1,', '  c: [1, 2]', ' close 2,', ' d: "x"', 'close 2']);
    expect(lines({ a: { b: 1, c: [1, 2] }, d: 'x' }, [['/a', true]])).toEqual(['open 2', ' a: folded 2,', ' d: "x"', 'close 2']);
    expect(lines({})).toEqual(['{}']);
    expect(lines('text')).toEqual(['"text"']);
  });

  test('long lists show their beginning and say how long they are', () => {
    const drawn = lines(Array.from({ length: 2418 }, (_, index) => index));
    expect(drawn).toHaveLength(103);
    expect(drawn.at(-2)).toBe(' 100 of 2418');
  });

  test('paths are JSON pointers and no two lines share one', () => {
    const { lines: all } = jsonLines({ 'a/b': { '~': [[], {}, [{}, 'long text that does not fit into one line with others, so that it opens']] } }, { folds: new Map(), shown: new Map() }, 1000);
    expect(all.map((line) => line.path)).toContain('/a~1b/~0/2/1');
    expect(new Set(all.map((line) => line.path)).size).toBe(all.length);
  });

  test('depth and size cannot hold up the page', () => {
    let deep: Json = 0;
    for (let depth = 0; depth < 5000; depth++) deep = [deep];
    expect(jsonLines(deep, { folds: new Map(), shown: new Map() }, 300).lines.length).toBeLessThan(20);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, { v: index, text: 'x'.repeat(80) }]));
    const since = performance.now();
    expect(jsonLines(wide, { folds: new Map(), shown: new Map([['', 50_000]]) }, 300)).toMatchObject({ cut: true });
    expect(performance.now() - since).toBeLessThan(500);
  });

  test('a string keeps its line breaks and nothing else is changed', () => {
    expect(readableString('a\nb\t"c" \\n')).toBe('"a\nb\t\\"c\\" \\\\n"');
    expect(readableString('\u0000')).toBe('"\\u0000"');
  });
});

describe('markdown', () => {
  test.each([
    ['<img src=x onerror=alert(1)>', /^<p>&lt;img/u],
    ['![a](https://example.com/x.png)', /Image not loaded: a, https:\/\/example\.com\/x\.png/u],
    ['[a](javascript:alert(1))', /^<p>\[a\]/u],
    ['[a](vscode://x)', /^<p>\[a\]/u],
    ['[a](data:text/html,x)', /^<p>\[a\]/u],
  ])('%s', (text, wanted) => {
    const html = renderMarkdown(text);
    expect(html).toMatch(wanted);
    expect(html).not.toMatch(/<(img|script|iframe)/u);
  });
});

describe('a retrieved document', () => {
  const document = { id: null, content: null, score: null, version: null, updatedAt: null, source: null, metadata: {} };
  const hash = 'sha256:29f41b1ff721df3f';
  test.each([
    [{ id: hash, source: 'data/q4.txt', content: 'Revenue  rose.' }, 'data/q4.txt', ['Revenue rose.', hash]],
    [{ id: 'shipping-faq', source: 'help/shipping.md' }, 'shipping-faq', ['help/shipping.md']],
    [{ id: hash, source: 'a.md', metadata: { title: 'Shipping' } }, 'Shipping', ['a.md', hash]],
    [{ id: hash, content: 'Revenue rose.' }, 'Revenue rose.', [hash]],
    [{ id: '7', metadata: { url: 'https://example.com' } }, 'https://example.com', ['7']],
    [{ id: hash }, hash, []],
    [{}, 'Document 3', []],
  ])('%j is called by what people know it by', (given, title, more) => {
    const whole = { ...document, ...given };
    expect(documentTitle(whole, 3)).toBe(title);
    expect(documentMore(whole, title)).toEqual(more);
  });
});

describe('the six questions', () => {
  test('are answered from the summary', () => {
    const { summary, steps } = story.view.skeleton;
    expect(questionsOf(summary, steps, null).map((each) => [each.name, each.answer, each.step])).toEqual([
      ['Query', '“What\'s the status of order 12345?”', 1],
      ['Tools considered', '3 called of 7 offered', 3],
      ['Tool picked, and why', 'searchOrders, searchPolicies, getOrder 3', 4],
      ['Context', '4 documents, 5,321 tokens', 5],
      ['Response', '“Good news! Order 12345 was delivered on 3 February at 14:05 and signed for at reception. Anything else I can help with?”', 10],
      ['Accepted, edited, rejected', 'Rejected by the user', null],
    ]);
  });

  test('or honestly not', () => {
    const { summary } = story.view.skeleton;
    const bare = questionsOf({ ...summary, query: null, toolsOffered: null, toolsCalled: [], why: null, promptTokens: null, documents: null, answer: null, feedback: null, facts: {} }, [], null);
    expect(bare.map((each) => each.answer)).toEqual([null, null, 'No tool called', null, null, null]);
    const half = questionsOf({ ...summary, toolsOffered: null, why: null, documents: null }, [], null);
    expect(half.map((each) => each.missing)).toEqual([undefined, 'Offered', 'Why', 'Documents', undefined, undefined]);
    expect(questionsOf({ ...summary, toolsOffered: [] }, [], null)[1]?.answer).toBe('No tools offered');
  });
});
