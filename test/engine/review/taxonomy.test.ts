import { existsSync, mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LabelChange } from '../../../src/core/model/label.ts';
import type { TaxonomyEdit } from '../../../src/protocol/taxonomyApi.ts';
import { call, TemporaryWorkspace } from '../temporaryWorkspace.ts';

const file = 'casebook/taxonomy.yaml';
const run = (id: string) => JSON.stringify({ id, messages: [{ role: 'user', content: `Question ${id}?` }, { role: 'assistant', content: 'Delivered.' }] });

/** Runs a to e with what reviewers said of them. */
async function reviewed(said: readonly (readonly [run: string, by: string, change: LabelChange])[]) {
  const workspace = new TemporaryWorkspace();
  workspace.write('runs.jsonl', ['a', 'b', 'c', 'd', 'e'].map(run).join('\n'));
  await workspace.import('runs.jsonl');
  const ids: Record<string, string> = {};
  for (const name of ['a', 'b', 'c', 'd', 'e']) ids[name] = (await workspace.engine.findTrace({ trace: name }, call)).id;
  for (const [trace, by, change] of said) await workspace.engine.labelTrace({ trace, by, change }, call);
  return Object.assign(workspace, {
    ids,
    change: (edit: TaxonomyEdit, by = 'ana') => workspace.engine.changeTaxonomy({ by, edit }, call),
    undo: (redo = false, by = 'ana') => workspace.engine.undoTaxonomy({ by, redo }, call),
    overview: () => workspace.engine.taxonomy({}, call),
    async failuresOf(id: string) {
      return (await workspace.engine.taxonomy({}, call)).classes.find((each) => each.id === id)?.failures;
    },
    /** Class in force by run. */
    async classes() {
      const { labelled } = await workspace.engine.listLabels({}, call);
      return Object.fromEntries(labelled.map(({ nativeId, labels: { label } }) => [nativeId, label?.class?.class ?? null]));
    },
  });
}

const noted = (note: string): LabelChange => ({ verdict: 'fail', note });
const classed = (id: string, mode?: string): LabelChange => ({ class: { class: id, ...(mode === undefined ? {} : { mode }) } });

describe('notes become classes', () => {
  test('a class is made of notes of several reviewers, taken back and done again as one', async () => {
    using workspace = await reviewed([['a', 'ana', noted('same search thrice')], ['b', 'ben', noted('went in circles')], ['c', 'ana', noted('wrong VAT')]]);
    const { ids } = workspace;
    expect((await workspace.overview()).unsorted).toBe(3);
    const made = await workspace.change({ kind: 'addClass', name: 'Loops', definition: 'Asks the same again.', traces: [ids['a']!, ids['b']!] });
    expect(made).toEqual({ said: 'Made the class Loops of 2 traces', class: 'loops', traces: [ids['a'], ids['b']] });
    expect(workspace.read(file)).toBe('classes:\n  - id: loops\n    name: Loops\n    definition: Asks the same again.\n');
    expect(await workspace.classes()).toEqual({ a: 'loops', b: 'loops', c: null });
    // Ben's label stays Ben's.
    const { notes } = await workspace.engine.classNotes({ class: 'loops' }, call);
    expect(notes.map(({ by, note, sortedBy }) => [by, note, sortedBy]).toSorted()).toEqual([['ana', 'same search thrice', null], ['ben', 'went in circles', 'ana']]);

    expect((await workspace.undo())?.said).toBe('Taken back: Made the class Loops of 2 traces');
    expect(existsSync(workspace.path(file))).toBe(false);
    expect(await workspace.classes()).toEqual({ a: null, b: null, c: null });
    expect((await workspace.undo(true))?.said).toBe('Done again: Made the class Loops of 2 traces');
    expect(await workspace.classes()).toEqual({ a: 'loops', b: 'loops', c: null });
    await workspace.undo();
    expect([await workspace.undo(), (await workspace.classes())['a']]).toEqual([null, null]);
  });

  test('a note that nobody judged yet is a failure once its writer sorts it', async () => {
    using workspace = await reviewed([['a', 'ana', { note: 'odd' }], ['b', 'ben', { note: 'odd too' }], ['c', 'ana', { verdict: 'defer', note: 'ask' }]]);
    await workspace.change({ kind: 'sort', traces: Object.values(workspace.ids), class: 'answer_quality' });
    expect(await workspace.failuresOf('answer_quality')).toBe(2);
    expect((await workspace.engine.classNotes({ class: 'answer_quality' }, call)).notes.map(({ by, verdict }) => [by, verdict]).toSorted()).toEqual([['ana', 'fail'], ['ana', 'fail'], ['ben', null]]);
    await expect(async () => workspace.change({ kind: 'sort', traces: ['tr_nobody'], class: 'answer_quality' })).rejects.toThrow('None of these traces is labelled as failed.');
    await expect(async () => workspace.change({ kind: 'sort', traces: [], class: 'loops' })).rejects.toThrow('There is no failure class loops in use.');
  });

  test('a class is split: what was decided between reviewers goes along, another judgement stays', async () => {
    using workspace = await reviewed([
      ['a', 'ana', classed('tool_selection')], ['b', 'ben', classed('tool_selection')], ['b', 'ana', { verdict: 'pass' }], ['c', 'ben', classed('recovery_behavior')], ['c', 'ana', classed('tool_selection')],
    ]);
    await workspace.engine.adjudicate({ trace: workspace.ids['b']!, by: 'eva', verdict: 'fail', class: { class: 'tool_selection' } }, call);
    expect(await workspace.failuresOf('tool_selection')).toBe(3);
    await workspace.change({ kind: 'addClass', name: 'Vague tool names', traces: [workspace.ids['b']!, workspace.ids['c']!] });
    expect(await workspace.classes()).toEqual({ a: 'tool_selection', b: 'vague_tool_names', c: 'vague_tool_names' });
    const { labelled } = await workspace.engine.listLabels({}, call);
    const own = (name: string) => labelled.find(({ nativeId }) => nativeId === name)!.labels;
    expect(own('b')).toMatchObject({ adjudicated: { by: 'eva' }, disagree: false, label: { by: 'eva', classBy: 'ana' } });
    expect(own('c').own.map((each) => [each.by, each.class?.class])).toEqual([['ben', 'recovery_behavior'], ['ana', 'vague_tool_names']]);
    await workspace.undo();
    expect(await workspace.classes()).toEqual({ a: 'tool_selection', b: 'tool_selection', c: 'tool_selection' });
  });
});

describe('a merge', () => {
  test('is read through everywhere, rewrites no label, and is taken back', async () => {
    using workspace = await reviewed([['a', 'ana', classed('tool_arguments')], ['b', 'ben', classed('tool_selection')], ['a', 'ben', classed('tool_selection')]]);
    workspace.write(file, '# Ours.\nclasses:\n  - id: tone   # keep\n    name: Tone\n');
    const journal = workspace.read('casebook/labels/ana.jsonl');
    expect((await workspace.engine.agreement({}, call)).open).toHaveLength(1);
    await workspace.change({ kind: 'merge', class: 'tool_arguments', into: 'tool_selection' });
    expect(workspace.read(file)).toBe('# Ours.\nclasses:\n  - id: tone   # keep\n    name: Tone\n  - id: tool_arguments\n    mergedInto: tool_selection\n');
    expect(workspace.read('casebook/labels/ana.jsonl')).toBe(journal);
    expect(await workspace.classes()).toEqual({ a: 'tool_selection', b: 'tool_selection' });
    expect((await workspace.engine.agreement({}, call)).open).toEqual([]);
    expect((await workspace.engine.coverage({}, call)).classes.find(({ id }) => id === 'tool_selection')?.failures).toBe(2);
    expect((await workspace.engine.listTraces({ failure: 'tool_selection' }, call)).traces.map(({ nativeId }) => nativeId).toSorted()).toEqual(['a', 'b']);
    // A query that was saved before finds them, too.
    expect((await workspace.engine.listTraces({ failure: 'tool_arguments' }, call)).total).toBe(2);
    // And on: through a chain.
    await workspace.change({ kind: 'merge', class: 'tool_selection', into: 'tone' });
    expect(await workspace.classes()).toEqual({ a: 'tone', b: 'tone' });
    expect((await workspace.overview()).former).toMatchObject([{ id: 'tool_selection', into: 'tone', labels: 2 }, { id: 'tool_arguments', into: 'tone', labels: 0 }]);
    await workspace.undo();
    await workspace.undo();
    expect(await workspace.classes()).toEqual({ a: 'tool_selection', b: 'tool_selection' });
    expect((await workspace.engine.agreement({}, call)).open).toHaveLength(1);
    expect(workspace.read(file)).toBe('# Ours.\nclasses:\n  - id: tone   # keep\n    name: Tone\n');
  });

  test('of what only labels name, of itself, or into what is not in use', async () => {
    using workspace = await reviewed([]);
    workspace.write(file, 'classes: [{id: loops}]\n');
    await workspace.engine.labelTrace({ trace: 'a', by: 'ana', change: classed('loops') }, call);
    workspace.write(file, 'classes: []\n');
    expect((await workspace.overview()).former).toEqual([{ id: 'loops', name: 'loops', state: 'unknown', into: null, labels: 1, cases: 0 }]);
    await workspace.change({ kind: 'merge', class: 'loops', into: 'recovery_behavior' });
    expect(await workspace.classes()).toEqual({ a: 'recovery_behavior' });
    await workspace.change({ kind: 'restore', class: 'loops' });
    expect(await workspace.classes()).toEqual({ a: 'loops' });
    await expect(async () => workspace.change({ kind: 'merge', class: 'loops', into: 'loops' })).rejects.toThrow('cannot be merged into itself');
    await expect(async () => workspace.change({ kind: 'merge', class: 'loops', into: 'gone' })).rejects.toThrow('There is no failure class gone in use.');
  });

  test('a circle in the file loses no label, and a broken file keeps the merges before it', async () => {
    using workspace = await reviewed([['a', 'ana', classed('tool_arguments')]]);
    workspace.write(file, 'classes: [{id: tool_arguments, mergedInto: tool_selection}]\n');
    expect(await workspace.classes()).toEqual({ a: 'tool_selection' });
    workspace.write(file, 'classes: [{id: tool_arguments, mergedInto: tool_selection]\n');
    expect(await workspace.classes()).toEqual({ a: 'tool_selection' });
    workspace.write(file, 'classes: [{id: tool_arguments, mergedInto: x}, {id: x, mergedInto: tool_arguments}]\n');
    expect(await workspace.classes()).toEqual({ a: 'tool_arguments' });
  });
});

describe('a class in use', () => {
  test('cannot be removed, only merged or retired', async () => {
    using workspace = await reviewed([]);
    await workspace.change({ kind: 'addClass', name: 'Loops' });
    await workspace.engine.labelTrace({ trace: 'a', by: 'ana', change: classed('loops') }, call);
    await expect(async () => workspace.change({ kind: 'remove', class: 'loops' })).rejects.toMatchObject({ message: 'Loops cannot be removed: 1 labelled trace would belong to no class.' });
    await expect(async () => workspace.change({ kind: 'remove', class: 'policy_boundary' })).rejects.toThrow('built in');
    await workspace.change({ kind: 'retire', class: 'loops' });
    expect((await workspace.overview()).former).toMatchObject([{ id: 'loops', name: 'Loops', state: 'retired', labels: 1 }]);
    await workspace.change({ kind: 'restore', class: 'loops' });
    await workspace.engine.undoLabel({ by: 'ana' }, call);
    await workspace.change({ kind: 'remove', class: 'loops' });
    expect((await workspace.overview()).classes).toHaveLength(6);
    await workspace.change({ kind: 'merge', class: 'tool_arguments', into: 'tool_selection' });
    await expect(async () => workspace.change({ kind: 'retire', class: 'tool_selection' })).rejects.toThrow('took over tool_arguments');
  });

  test('is described, with a mode and an example, and its secrets are taken out', async () => {
    using workspace = await reviewed([['a', 'ana', { verdict: 'fail', note: 'said\ndelivered' }]]);
    await workspace.change({ kind: 'describe', class: 'answer_quality', name: 'Answers', definition: `Wrong; key ${['AKIA', 'IOSFODNN7EXAMPLE'].join('')}`, exampleTrace: workspace.ids['a']! });
    await workspace.change({ kind: 'addMode', class: 'answer_quality', name: 'Too long' });
    await workspace.change({ kind: 'describe', class: 'answer_quality', mode: 'too_long', definition: 'More than asked.' });
    const found = (await workspace.overview()).classes[0]!;
    expect(found).toMatchObject({ id: 'answer_quality', name: 'Answers', written: true, example: { text: 'said delivered', trace: workspace.ids['a'] } });
    expect(found.definition).not.toContain('IOSFODNN7');
    expect(found.modes.at(-1)).toEqual({ id: 'too_long', name: 'Too long', definition: 'More than asked.', failures: 0 });
    expect(found.modes).toHaveLength(5);
    await expect(async () => workspace.change({ kind: 'addClass', name: 'answers' })).rejects.toThrow('There is a class Answers already.');
  });
});

test('what was edited by hand since is not taken back', async () => {
  using workspace = await reviewed([]);
  await workspace.change({ kind: 'addClass', name: 'Loops' });
  const mine = `${workspace.read(file)}# mine\n`;
  workspace.write(file, mine);
  await expect(async () => workspace.undo()).rejects.toThrow('casebook/taxonomy.yaml was edited since: “Made the class Loops” cannot be taken back from here.');
  expect(workspace.read(file)).toBe(mine);
});

test('if labels cannot be written the file is as it was', async () => {
  using workspace = await reviewed([['a', 'ben', noted('loop')]]);
  // A folder stands where Ana's journal would be.
  mkdirSync(workspace.path('casebook/labels/ana.jsonl'));
  await expect(async () => workspace.change({ kind: 'addClass', name: 'Loops', traces: [workspace.ids['a']!] })).rejects.toThrow(/ana\.jsonl|labels/);
  expect(existsSync(workspace.path(file))).toBe(false);
});

test('a decision between reviewers is an event of whoever decided, and undone like any label', async () => {
  using workspace = await reviewed([['a', 'ana', noted('wrong')], ['b', 'ana', noted('wrong')]]);
  const trace = workspace.ids['a']!;
  await expect(async () => workspace.engine.adjudicate({ trace, by: 'eva', verdict: 'fail' }, call)).rejects.toThrow('only ana has judged it');
  await workspace.engine.labelTrace({ trace: 'a', by: 'ben', change: { verdict: 'pass' } }, call);
  expect((await workspace.engine.agreement({}, call)).open.map((each) => each.trace)).toEqual([trace]);
  expect(await workspace.engine.adjudicate({ trace, by: 'eva', verdict: 'fail', class: { class: 'answer_quality' } }, call)).toEqual({ said: 'Decided: fail, Answer' });
  expect(await workspace.engine.agreement({}, call)).toMatchObject({ open: [], decided: [{ trace, decision: { by: 'eva', verdict: 'fail' } }], shared: 1 });
  await workspace.engine.undoLabel({ by: 'eva' }, call);
  expect((await workspace.engine.agreement({}, call)).open).toHaveLength(1);
  await expect(async () => workspace.engine.adjudicate({ trace, by: 'eva', verdict: 'fail', class: { class: 'gone' } }, call)).rejects.toThrow('There is no failure class gone.');
});

test('under blind review what others say of a run waits, and is not counted, until one has judged it oneself', async () => {
  using workspace = await reviewed([['a', 'bob', { verdict: 'fail', note: 'Bob saw this' }], ['b', 'bob', { verdict: 'fail', ...classed('tool_selection') }], ['c', 'bob', { verdict: 'fail', note: 'Bob knows' }], ['c', 'ada', { note: 'I wonder' }]]);
  const notes = async (by?: string) => JSON.stringify((await workspace.engine.classNotes({ class: null, ...(by === undefined ? {} : { by }) }, call)).notes);
  for (const by of [undefined, 'bob']) expect(await notes(by)).toContain('Bob saw this');
  const overviewOf = async (by: string) => {
    const { failures, unsorted, hidden, classes } = await workspace.engine.taxonomy({ by }, call);
    return [failures, unsorted, hidden, classes.find(({ id }) => id === 'tool_selection')?.failures];
  };
  // One's own note is seen by oneself alone, without what Bob wrote.
  expect([await notes(''), await overviewOf('')]).toEqual(['[]', [0, 0, 3, 0]]);
  expect(await notes('ada')).toMatch(/^(?!.*Bob).*I wonder/u);
  expect([await overviewOf('ada'), await overviewOf('bob')]).toEqual([[0, 1, 3, 0], [3, 2, 0, 1]]);
});
