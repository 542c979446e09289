import { describe, expect, test } from 'vitest';
import type { SaidValue } from '../../src/core/model/insights.ts';
import type { ThreadItem } from '../../src/core/model/thread.ts';
import { jsonLines, problemsOfLines, readable } from '../../webview/shared/jsonLines.ts';
import { pathText } from '../../webview/shared/payload.ts';
import { comparedText, exactText } from '../../webview/trajectory/details/calls.ts';
import { foldedWords } from '../../webview/trajectory/details/foldThread.ts';
import { markedPieces, sourceWords, valueLines, valuesOf } from '../../webview/trajectory/details/saidValues.ts';

const text = 'Order 12345 came on 3 February, order 12345 again.';
const value = (said: string, start: number, sources: SaidValue['sources'] = []): SaidValue => ({ text: said, start, end: start + said.length, kind: 'number', sources });
const result = { step: 4, in: 'result', document: null } as const;

describe('values of a text', () => {
  test('are marked only where the text is the one they were found in', () => {
    const said = { step: 2, part: 0, values: [value('12345', 6)] };
    expect(valuesOf([{ ...said, part: 1, values: [value('99', 6)] }, said], text)).toBe(said.values);
    expect(valuesOf([said], `Another ${text}`)).toEqual([]);
    expect(valuesOf(undefined, text)).toEqual([]);
  });

  test('cut a piece of the text; what overlaps or lies outside of it is left out', () => {
    const values = [value('12345', 6), value('345', 8), value('3 February', 20), value('12345', 38)];
    expect(markedPieces(text, 0, values)).toEqual([
      { text: 'Order ', value: null }, { text: '12345', value: 0 }, { text: ' came on ', value: null }, { text: '3 February', value: 2 },
      { text: ', order ', value: null }, { text: '12345', value: 3 }, { text: ' again.', value: null },
    ]);
    expect(markedPieces(text.slice(25, 40), 25, values).map((piece) => piece.value)).toEqual([null]);
    expect(markedPieces(text.slice(30), 30, values).map((piece) => piece.text).join('')).toBe(text.slice(30));
  });

  test('share a line where they share their sources; those found nowhere come last', () => {
    const lines = valueLines([value('3 February', 20), value('12345', 6, [result]), value('14:05', 0), value('84.50', 0, [result]), value('12345', 38, [result]), { ...value('666', 0, [result]), computed: '464 + 202' }]);
    expect(lines).toEqual([
      { texts: ['12345', '84.50'], cites: false, computed: null, sources: [result] }, { texts: ['666'], cites: false, computed: '464 + 202', sources: [result] },
      { texts: ['3 February', '14:05'], cites: false, computed: null, sources: [] },
    ]);
    expect(sourceWords({ step: 5, in: 'document', document: 'shipping-faq' })).toBe('step 5, document shipping-faq');
  });
});

describe('problems of a value', () => {
  const problems = new Map([['/a/b~1c', ['must be string']], ['/d', ['is missing']], ['/list/1', ['must be integer']]]);
  const root = { a: { 'b/c': 1 }, list: ['x', 'y'] };

  test('open what holds them, and stand at the nearest line there is', () => {
    const { lines } = jsonLines(root, { folds: new Map(), shown: new Map(), problems }, 100);
    expect(lines.map((line) => line.path)).toEqual(['', '/a', '/a/b~1c', '/a/]', '/list', '/list/0', '/list/1', '/list/]', '/]']);
    expect([...problemsOfLines(lines, problems)]).toEqual([['/a/b~1c', ['must be string']], ['', ['d is missing']], ['/list/1', ['must be integer']]]);
  });

  test('move to what was folded by hand', () => {
    const { lines } = jsonLines(root, { folds: new Map([['/a', true]]), shown: new Map(), problems }, 100);
    expect(problemsOfLines(lines, problems).get('/a')).toEqual(['b~1c must be string']);
  });
});

test('a folded run says where it lies and what was called in it', () => {
  const call = (name: string, step: number | null): ThreadItem => ({ type: 'call', key: `${step}`, step, current: false, call: { callId: null, name, status: 'ok', step, documents: 0 } });
  expect(foldedWords([call('search', 4), call('read', 7), call('search', 5)])).toBe('steps 4 to 7: search, read');
  expect(foldedWords([call('read', 7)])).toBe('step 7: read');
  expect(foldedWords([call('read', null)])).toBe('read');
});

test('copies are exact, comparisons are laid out', () => {
  expect(exactText({ a: [1, 2] })).toBe('{"a":[1,2]}');
  expect(exactText('{"a": 1}')).toBe('{"a": 1}');
  expect(comparedText('{"out":"one\\ntwo"}')).toBe('{\n  "out": "one\ntwo"\n}');
  expect(comparedText('plain')).toBe('plain');
  expect(comparedText(undefined)).toBe('');
  expect(readable(String.raw`"C:\\new\tx"`)).toBe('"C:\\\\new\tx"');
  expect(pathText(['thread', 'items', 3, 'call', 'result'])).toBe('thread.items[3].call.result');
});

test('a text that is JSON opens as what it says; its places are none of the recorded value', () => {
  const inner = JSON.stringify({ role: 'user', content: 'a question that is long enough to be folded' });
  const root = { messages: inner, short: '{"a":1}', broken: `${inner.slice(1)}}` };
  const folded = jsonLines(root, { folds: new Map(), shown: new Map() }, 100).lines;
  expect(folded.map((line) => [line.path, line.type])).toEqual([['', 'open'], ['/messages', 'folded'], ['/short', 'scalar'], ['/broken', 'scalar'], ['/]', 'close']]);
  const open = jsonLines(root, { folds: new Map([['/messages', false]]), shown: new Map() }, 100).lines;
  expect(open.filter((line) => line.inText).map((line) => line.path)).toEqual(['/messages/role', '/messages/content', '/messages/]']);
});
