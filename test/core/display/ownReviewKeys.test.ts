import { describe, expect, test } from 'vitest';
import { ownReviewKeys } from '../../../src/core/display/ownReviewKeys.ts';
import { chordOf } from '../../../src/core/display/pageKeys.ts';
import { reviewActions, reviewBindings, reviewTabs } from '../../../src/core/display/reviewKeys.ts';

const keyOf = (own: unknown, action: string, tab: (typeof reviewTabs)[number] = 'queue') => ownReviewKeys(own).tables[tab].find((each) => each.action === action)?.keys;

describe('the tables of the review page', () => {
  test.each(reviewTabs)('%s has no key twice, and each is a key', (tab) => {
    const keys = ownReviewKeys({}).tables[tab].flatMap((each) => each.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => chordOf(key) === undefined)).toEqual([]);
  });

  test('an action is called the same wherever it is', () => {
    const titles = [...reviewTabs.flatMap((tab) => [...reviewBindings[tab]]), ...reviewBindings.page].map(({ action, title }) => `${action}: ${title}`);
    expect(new Set(titles).size).toBe(reviewActions.length);
  });

  test('every field of the rail has a key, and one press says handled', () => {
    const queue = ownReviewKeys({}).tables.queue;
    for (const action of ['queue', 'order', 'shows', 'mode', 'cause', 'fix', 'correction', 'owner', 'handled', 'status']) expect(queue.find((each) => each.action === action)?.keys, action).toHaveLength(1);
  });
});

describe('keys of one\'s own', () => {
  test('hold in every tab that has the action, and an empty text takes one away', () => {
    const own = { undo: 'Z', save: 'F8', copyLink: '', sheet: 'F1' };
    expect(ownReviewKeys(own).troubles).toEqual([]);
    expect(reviewTabs.map((tab) => [keyOf(own, 'undo', tab), keyOf(own, 'sheet', tab)])).toEqual([[['z'], ['f1']], [['z'], ['f1']], [undefined, ['f1']], [['z'], ['f1']], [['z'], ['f1']]]);
    expect([keyOf(own, 'copyLink'), keyOf(own, 'redo')]).toEqual([[], ['ctrl+shift+z']]);
  });

  test('two actions can change places', () => {
    const own = { pass: 'f', fail: 'p' };
    expect(ownReviewKeys(own).troubles).toEqual([]);
    expect([keyOf(own, 'pass'), keyOf(own, 'fail')]).toEqual([['f'], ['p']]);
  });

  test('what types a letter does not fire while one types', () => {
    const whileTyping = (key: string) => ownReviewKeys({ save: key }).tables.queue.find(({ action }) => action === 'save')?.whileTyping;
    expect(['y', 'home', 'f8', 'ctrl+s'].map(whileTyping)).toEqual([undefined, undefined, true, true]);
  });

  test.each<[string, unknown, string, string]>([
    ['an action that is none', { handeld: 'y' }, 'handled', '“handeld” is no action of the review page. Did you mean “handled”?'],
    ['a key that is none', { pass: 'hyper+x' }, 'pass', '“hyper+x” is no key for “pass”, which keeps P: write one character, or a name such as enter or f8, with ctrl+ or shift+ before it.'],
    ['no text', { pass: 3 }, 'pass', 'The key of “pass” is no text: “pass” keeps P. Write it as "shift+n".'],
    ['Tab, which goes through the page', { pass: 'tab' }, 'pass', '“tab” is no key for “pass”, which keeps P: write one character, or a name such as enter or f8, with ctrl+ or shift+ before it.'],
    ['a digit with Shift', { pass: 'shift+1' }, 'pass', '“shift+1” never comes, so “pass” keeps P: write the character that Shift makes of it.'],
    ['what has the digits', { class: 'y' }, 'class', '“class” has the digits 1 to 9, which cannot be changed.'],
    ['the key of another action', { pass: 'f' }, 'pass', '“pass” keeps P: F is the key of “fail” (Verdict fail) in the tab Queue. Give that another key first, or take it away with "fail": "".'],
    ['the key of a class', { pass: '2' }, 'pass', '“pass” keeps P: 2 is the key of “class” (Failure class; again takes it back) in the tab Queue, and stays so.'],
    ['a key of the page', { pass: '?' }, 'pass', '“pass” keeps P: ? is the key of “sheet” (These keys). Give that another key first, or take it away with "sheet": "".'],
    ['one key for two', { pass: 'y', fail: 'Y' }, 'fail', '“fail” keeps F: Y is the key of “pass” (Verdict pass) in the tab Queue. Give that another key first, or take it away with "pass": "".'],
    ['a key that is taken in another tab', { undo: 'x' }, 'undo', '“undo” keeps Ctrl+Z: X is the key of “wrongWords” (The selected words of the answer are wrong; again takes it back) in the tab Queue. Give that another key first, or take it away with "wrongWords": "".'],
  ])('%s is said, and the usual key stays', (_, own, action, sentence) => {
    const { tables, troubles } = ownReviewKeys(own);
    expect(troubles).toEqual([sentence]);
    expect(tables.queue.find((each) => each.action === action)?.keys).toEqual(reviewBindings.queue.find((each) => each.action === action)!.keys);
  });

  test('whoever gives a key back is in nobody\'s way afterwards', () => {
    // Fail goes back to F, which pass was to have.
    const { tables, troubles } = ownReviewKeys({ fail: 'hyper+x', pass: 'f', defer: 'p' });
    expect(troubles).toHaveLength(3);
    for (const action of ['pass', 'fail', 'defer'] as const) expect(tables.queue.find((each) => each.action === action)?.keys).toEqual(reviewBindings.queue.find((each) => each.action === action)!.keys);
  });

  test.each([[null], [[]], ['p'], [undefined]])('%j is no setting, and changes nothing', (own) => {
    expect(ownReviewKeys(own)).toEqual({ tables: ownReviewKeys({}).tables, troubles: [] });
  });
});
