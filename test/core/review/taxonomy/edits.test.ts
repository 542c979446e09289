import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../../src/core/cases/settings.ts';
import { builtInTaxonomy, classesInUse } from '../../../../src/core/model/failureClass.ts';
import { idFor, withClass, withMode, withoutClass } from '../../../../src/core/review/taxonomy/edits.ts';

const written = [
  '# What our agent does wrong.',
  'classes:',
  "  - id: 'loops'   # seen first in March",
  '    name: "Loops"',
  '    modes:',
  '      # the worst one',
  '      - id: same_call',
  '        name: Same call',
  '  - {id: tone, name: Tone}',
  '# the end',
  '',
].join('\n');

/** What a file says, without complaint. */
function classesOf(text: string) {
  const { value, problems } = readSettings('taxonomy', text);
  expect(problems).toEqual([]);
  return value!.classes;
}
const found = (text: string, id: string) => classesInUse({ classes: [...classesOf(text)] }).find((each) => each.id === id)!;

describe('an entry of taxonomy.yaml', () => {
  test('takes a new value without a change of anything else', () => {
    expect(withClass(written, 'loops', { name: 'Going round' })).toBe(written.replace('"Loops"', '"Going round"'));
    expect(withClass(written, 'tone', { definition: 'Rude' })).toBe(written.replace('name: Tone}', 'name: Tone, definition: Rude}'));
    expect(withClass(written, 'tone', { mergedInto: 'loops' })).toBe(written.replace('name: Tone}', 'name: Tone, mergedInto: loops}'));
    expect(withClass(withClass(written, 'tone', { retired: true }), 'tone', { retired: undefined })).toBe(written);
  });

  test('is made behind the others, for a built-in class too', () => {
    const text = withClass(written, 'policy_boundary', { definition: 'Does: what it may not' });
    expect(text).toContain("  - {id: tone, name: Tone}\n  - id: policy_boundary\n    definition: \"Does: what it may not\"\n# the end");
    expect(found(text, 'policy_boundary')).toMatchObject({ name: 'Policy', definition: 'Does: what it may not', modes: [{ id: 'tool_misuse' }, { id: 'prompt_injection' }] });
    expect(withoutClass(text, 'policy_boundary')).toBe(written);
  });

  test.each([['no file', ''], ['comments alone', '# ours\r\n'], ['an empty list', 'classes: []\n'], ['an empty list with a comment', 'classes: [] # none yet\n'], ['no line break at the end', '# ours']])('begins the list: %s', (_, text) => {
    const made = withClass(text, 'loops', { name: 'Loops' });
    expect(classesOf(made)).toEqual([{ id: 'loops', name: 'Loops' }]);
    for (const line of text.split(/\r?\n/)) expect(made).toContain(/#.*/.exec(line)?.[0] ?? '');
    if (text.includes('\r\n')) expect(made.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('of two with one id, the one that counts is changed', () => {
    const twice = 'classes:\n  - id: a\n    name: One\n  - id: a\n    name: Two\n';
    expect(withClass(twice, 'a', { name: 'Three' })).toBe(twice.replace('Two', 'Three'));
  });

  test('is left alone behind an alias', () => {
    expect(() => withClass('x: &c [{id: a}]\nclasses: *c\n', 'a', { name: 'A' })).toThrow(/alias/);
  });
});

describe('a mode', () => {
  test('is added to those that are written, with their comments', () => {
    expect(withMode(written, found(written, 'loops'), { id: 'ping_pong', name: 'Ping pong' })).toBe(written.replace('        name: Same call\n', '        name: Same call\n      - id: ping_pong\n        name: Ping pong\n'));
    expect(withMode(written, found(written, 'loops'), { id: 'same_call', name: 'Same' })).toBe(written.replace('Same call', 'Same'));
  });

  test('of a built-in class stands beside the built-in ones', () => {
    const policy = builtInTaxonomy.classes.find(({ id }) => id === 'policy_boundary')!;
    const text = withMode('', policy, { id: 'no_approval', name: 'No approval' });
    expect(found(text, 'policy_boundary').modes?.map(({ id }) => id)).toEqual(['tool_misuse', 'prompt_injection', 'no_approval']);
    expect(found(withMode(written, found(written, 'tone'), { id: 'curt' }), 'tone').modes).toEqual([{ id: 'curt' }]);
  });
});

test('ids come from names', () => {
  expect([idFor('Wrong VAT for Zürich', new Set()), idFor('Loops', new Set(['loops', 'loops_2'])), idFor('客服', new Set()), idFor("  Agent's  tone! ", new Set())]).toEqual(['wrong_vat_for_zurich', 'loops_3', 'class', 'agents_tone']);
});
