import { expect, test } from 'vitest';
import type { ClassNote, ClassOverview, TaxonomyOverview } from '../../src/core/model/taxonomyOverview.ts';
import type { TaxonomyEdit } from '../../src/protocol/taxonomyApi.ts';
import { expectGoodLooks } from './looks.ts';
import { reviewSuite } from './reviewSuite.ts';

const { open } = reviewSuite();

const classOf = (id: string, name: string, failures: number, more: Partial<ClassOverview> = {}): ClassOverview => ({ id, name, definition: `When ${name.toLowerCase()} goes wrong.`, builtIn: true, written: false, failures, cases: 0, guarding: 0, example: null, modes: [], merged: [], ...more });
const overview: TaxonomyOverview = {
  classes: [
    classOf('answer_quality', 'Answer', 14, { cases: 3, guarding: 2 }), classOf('tool_selection', 'Tool choice', 21, { cases: 1, example: { text: 'Said “delivered” without checking', trace: 'tr_000000000001' }, modes: [{ id: 'wrong_tool', name: 'Wrong tool', definition: '', failures: 18 }, { id: 'inefficient_path', name: 'Inefficient path', definition: '', failures: 3 }], merged: ['searches'] }),
    classOf('tool_arguments', 'Arguments', 9), classOf('policy_boundary', 'Policy', 0), classOf('loops', 'Loops', 2, { builtIn: false, written: true, definition: 'Asks the same question again although nothing has changed, until a limit ends it.' }),
  ],
  former: [{ id: 'searches', name: 'Searches', state: 'merged', into: 'tool_selection', labels: 4, cases: 0 }, { id: 'tone', name: 'tone', state: 'unknown', into: null, labels: 1, cases: 1 }],
  failures: 49, unsorted: 3, saturation: { n: 46, since: 12, last: { class: 'loops', at: '2026-02-03T09:00:00.000Z' }, unsorted: 3 }, file: 'casebook/taxonomy.yaml', hidden: 2, warnings: [],
};
const noteOf = (n: number, note: string, more: Partial<ClassNote> = {}): ClassNote => ({ trace: `tr_00000000000${n}`, title: `Where is order ${n}?`, orphan: false, by: 'jonas', at: `2026-02-0${n}T09:00:00.000Z`, verdict: 'fail', note, mode: null, sortedBy: null, status: null, step: null, others: [], guarded: false, ...more });
const unsorted = [
  noteOf(3, 'Asked the customer for the order number twice, although it stood in the first message.', { step: { n: 4, name: 'searchOrders' } }), noteOf(2, 'Third identical search, then gave up', { by: 'maria', others: [{ by: 'jonas', note: 'loops' }], verdict: null }),
  noteOf(1, '', { orphan: true, title: 'a-very-long-run-id-without-any-place-to-break-it-'.repeat(4) }),
];
const behind = [noteOf(5, 'Used searchOrders for a shipment', { mode: 'wrong_tool', sortedBy: 'maria', guarded: true }), noteOf(4, 'Cancelled the wrong of two orders', { mode: 'wrong_tool' })];

/** The tab, and what it asked to be changed. */
async function opened(more: Parameters<typeof open>[0] = {}) {
  const page = await open({
    until: '.notePick',
    ...more,
    answers: {
      open: () => ({ folder: '/srv/support-agent', name: 'support-agent', reviewer: 'jonas', wanted: { tab: 'taxonomy' }, keys: {} }),
      readTaxonomy: () => overview,
      readNotes: ({ class: id, words = '' }) => {
        const all = id === null ? unsorted : id === 'tool_selection' ? behind : [];
        const notes = all.filter(({ note }) => note.toLowerCase().includes(words));
        return { notes, count: notes.length, all: all.length };
      },
      editTaxonomy: ({ edit }) => ({ said: `Did ${edit.kind}`, class: 'made', traces: [] }),
      undoTaxonomyEdit: ({ redo }) => ({ said: redo ? 'Done again: it' : 'Taken back: it', class: null, traces: [] }),
      ...more.answers,
    },
  });
  return Object.assign(page, { edits: (): readonly TaxonomyEdit[] => page.host.asked('editTaxonomy').map((args) => (args as { readonly edit: TaxonomyEdit }).edit) });
}

const sizes = [{ width: 1400, height: 900 }, { width: 1000, height: 800 }, { width: 320, height: 900 }];

test('classes and notes, in every theme and size', async () => {
  await using tab = await opened();
  const { page } = tab;
  await page.getByText('The last 12 failures brought no new class; 20 mean about complete (46 in a class, 3 without one not counted)').waitFor();
  await page.getByText('in no list; 1 labelled trace and 1 case name it').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expectGoodLooks(tab, { folder: 'review', name: 'taxonomy', sizes });
  await page.getByRole('button', { name: 'Tool choice' }).first().click();
  await page.getByText('Used searchOrders for a shipment').waitFor();
  await page.getByText('1 case, none active and proven').waitFor();
  await page.getByText('2 traces that others labelled and you have not reviewed yet are left out and not counted, so that no verdict sways yours (blind review).').waitFor();
  await expectGoodLooks(tab, { folder: 'review', name: 'taxonomy-class', sizes: [{ width: 1400, height: 900 }, { width: 320, height: 900 }], themes: ['vscode-dark', 'vscode-high-contrast-light'] });
  await page.keyboard.press('m');
  await page.getByRole('form', { name: 'Merge Tool choice' }).waitFor();
  await expectGoodLooks(tab, { folder: 'review', name: 'taxonomy-merge', sizes: [{ width: 1400, height: 900 }], themes: ['vscode-dark'] });
});

test('notes are sorted by keyboard alone: selected, into a class, into a new one, and taken back', async () => {
  await using tab = await opened();
  const { page } = tab;
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('2 selected').waitFor();
  await page.keyboard.press('2');
  await expect.poll(tab.edits).toEqual([{ kind: 'sort', traces: ['tr_000000000003', 'tr_000000000002'], class: 'tool_selection' }]);
  await page.locator('.patternsFoot').getByText('Did sort').waitFor();
  // What is still shown is still selected.
  await page.keyboard.press('n');
  const form = page.getByRole('form', { name: 'New class of 2 notes' });
  await form.getByLabel('Name').waitFor();
  // Digits and letters are text there.
  await page.keyboard.type('Loops 2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Asks again.');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => tab.edits().at(-1)).toEqual({ kind: 'addClass', name: 'Loops 2', definition: 'Asks again.', traces: ['tr_000000000003', 'tr_000000000002'] });
  await form.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await page.locator('.patternsFoot').getByText('Taken back: it').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await page.getByText('Done again: it').first().waitFor();
  expect(tab.host.asked('undoTaxonomyEdit')).toEqual([{ redo: false }, { redo: true }]);
});

test('a range by Shift-click, a search, a split, an example, and a class that is edited in place', async () => {
  await using tab = await opened();
  const { page } = tab;
  const notes = page.getByRole('checkbox');
  await notes.nth(0).click();
  await notes.nth(2).click({ modifiers: ['Shift'] });
  await page.getByText('3 selected').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('3 selected').waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.keyboard.type('identical');
  await expect.poll(() => notes.count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await page.keyboard.press('c');
  await page.getByText('Used searchOrders for a shipment').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await page.getByRole('form', { name: 'Split 1 note off Tool choice' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await expect.poll(() => tab.edits().at(-1)).toEqual({ kind: 'describe', class: 'tool_selection', exampleTrace: 'tr_000000000005' });
  await page.keyboard.press('e');
  const form = page.getByRole('form', { name: 'Edit Tool choice' });
  await form.getByLabel('Definition').fill('Another tool was right.');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => tab.edits().at(-1)).toEqual({ kind: 'describe', class: 'tool_selection', name: 'Tool choice', definition: 'Another tool was right.' });
  await form.waitFor({ state: 'detached' });
  await page.keyboard.press('o');
  await expect.poll(() => tab.host.asked('openTrace')).toEqual([{ trace: 'tr_000000000005' }]);
});

test('after notes are sorted or made a class the next one has the focus, and the next key skips none', async () => {
  let left = [5, 4, 3, 2, 1].map((n) => noteOf(n, `Note ${n}`));
  await using tab = await opened({
    answers: {
      readNotes: () => ({ notes: left, count: left.length, all: left.length }),
      editTaxonomy: ({ edit }) => {
        const gone = new Set(edit.kind === 'addClass' || edit.kind === 'sort' ? edit.traces : []);
        left = left.filter(({ trace }) => !gone.has(trace));
        return { said: `Did ${edit.kind}`, class: 'made', traces: [...gone] };
      },
    },
  });
  const { page } = tab;
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('.noteText')?.textContent ?? document.activeElement?.tagName);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('n');
  await page.keyboard.type('Loops');
  await page.keyboard.press('Control+Enter');
  await expect.poll(focused).toBe('Note 3');
  await page.keyboard.press('j');
  expect(await focused()).toBe('Note 2');
  await page.keyboard.press('1');
  await expect.poll(focused).toBe('Note 1');
  // The last one of the list leaves the focus to the one before it.
  await page.keyboard.press('1');
  await expect.poll(focused).toBe('Note 3');
});

test('merge and retire are keys, shown on what they do', async () => {
  await using tab = await opened();
  const { page } = tab;
  await page.getByRole('button', { name: 'Tool choice' }).first().click();
  await page.getByText('Used searchOrders for a shipment').waitFor();
  await page.keyboard.press('m');
  await page.getByRole('form', { name: 'Merge Tool choice' }).locator('.key', { hasText: 'Ctrl+↵' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => tab.edits().at(-1)).toEqual({ kind: 'merge', class: 'tool_selection', into: 'answer_quality' });
  await page.getByRole('button', { name: 'Answer' }).first().click();
  await page.getByRole('button', { name: 'Retire' }).locator('.key', { hasText: 'R' }).waitFor();
  await page.keyboard.press('r');
  await expect.poll(() => tab.edits().at(-1)).toEqual({ kind: 'retire', class: 'answer_quality' });
});

test('a refusal is shown, and no key sorts what is still on its way', async () => {
  const gate = Promise.withResolvers<null>();
  await using tab = await opened({ answers: { editTaxonomy: () => gate.promise } });
  const { page } = tab;
  // Nobody is at a note yet.
  await page.keyboard.press('1');
  await page.keyboard.press('j');
  await page.keyboard.press('1');
  await page.getByText('Saving').waitFor();
  await page.keyboard.press('2');
  await page.keyboard.press('Alt+3');
  gate.reject(Object.assign(new Error('Loops cannot be removed: 2 labelled traces would belong to no class.')));
  await page.getByRole('alert').waitFor();
  expect(tab.edits()).toHaveLength(1);
});
