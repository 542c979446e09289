import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readItem } from '../../../src/core/cases/readItem.ts';
import { parseTree } from '../../../src/core/cases/tree.ts';

const item = `  - id: two
    # a comment
    query: 'It is late: where?'
    expectedTool: getOrder
    priority: 12
    share: 0.5
    flaky: true
    trajectory:
      mode: in_order

      steps:
        - tool: getOrder
          args: { id: A-1, list: [a, "b", 3], inner: {$any: true} }
        - tool: other
    tags:
    - money
    - orders

  # the next one
`;

test('an ordinary item is read here', () => {
  expect(readItem(item)).toBeDefined();
});

const pieces = ['\n', ' ', '  ', '- ', ':', ': ', '"', "'", '[', ']', '{', '}', ',', ', ', '#', ' # c', '# c\n', '|', '>', '&a ', '*a', '!', '%', '@', '`', '~', 'null', 'True', 'yes', '0x1', '007', '1e3', '.5', '-1', '1.', '<<: ', '? ', 'key: ', 'key:\n', '    - x\n', '\n\n', '\u0085', '\u2028', 'é', '=', '$', '\\', '...', '---', '\n---\n', 'id: '];
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)), insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })) });

test('what is read here the YAML library reads alike, places and all', { timeout: 120_000 }, () => {
  let simple = 0;
  let all = 0;
  fc.assert(fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
    let text = item;
    for (const { at, remove, insert } of edits) {
      const from = Math.floor(at * text.length);
      text = text.slice(0, from) + insert + text.slice(from + remove);
    }
    all += 1;
    const read = readItem(text);
    if (!read) return;
    simple += 1;
    const documents = parseTree(text);
    expect(documents.map((each) => each.problems), text).toEqual([[]]);
    expect(read, text).toEqual(documents[0]?.root?.kind === 'list' && documents[0].root.items.length === 1 ? documents[0].root.items[0] : undefined);
  }), { numRuns: Number(process.env['CASEBOOK_RUNS'] ?? 1000) });
  expect(simple / all).toBeGreaterThan(0.1);
});
