import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlockFile } from '../../../src/core/cases/blockFile.ts';
import type { ValidationContext } from '../../../src/core/cases/context.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { childrenOf } from '../../../src/core/cases/tree.ts';
import type { TreeNode } from '../../../src/core/cases/tree.ts';
import { validateCaseFile } from '../../../src/core/cases/validate.ts';

const context: ValidationContext = { tools: ['getOrder', 'issueRefund'], roles: ['agent'], tags: ['money'], now: new Date('2026-03-01T00:00:00Z') };

const suite = `casebook: 1
suite: orders # the shop's
description: |
  Two lines,
  - one that looks like an item
defaults:
  kind: capability
  tags: [money, nope]
  trajectory:
    mode: in_ordr
cases:
  # The first one.
  - id: one
    query: "Where is my order? {{name}}"
    expectedTol: getOrder

  # casebook-disable-next-line CB201 it comes later
  - id: two
    query: 'It is late: where?'
    trajectory: {steps: [{tool: getOrdr, args: {id: 12345678}}]} # flow
    expectedBehavior:
      - Says when.
      - |
        Two lines
          of text

        and one more
  - id: two-2
    query: >-
      folded
      text
    tags:
    - money
    - { $any: true }
    answer: {match: says, value: "a
      b"}
  - id: two
    query: plain text
      that goes on
    failureWeObserved:
      summary: it was wrong
    nothing:
    kind: regresion
  -
    id: last
    query: q
    groundTruth: 12 # a number
`;

const shapeOf = (node: TreeNode): unknown => ({
  kind: node.kind, range: node.range, flow: node.flow, alias: node.alias, ...(node.kind === 'scalar' ? { value: node.value, style: node.style } : { inside: childrenOf(node).map(shapeOf) }), ...(node.kind === 'map' ? { keys: node.entries.map(({ key, keyRange }) => [key, keyRange]), byKey: [...node.byKey.keys()] } : {}),
});

/** All that others see of a file, but for the ranges of its list and its root where it is broken: nobody edits those. */
const seen = (file: ReturnType<typeof parseCaseFile>) => ({
  problems: validateCaseFile(file, context),
  cases: file.cases.map((each) => ({ id: each.id, suite: each.suite, raw: each.raw, value: each.value, readable: each.readable, unreadable: [...each.unreadable], isGuess: each.isGuess, range: each.range, node: shapeOf(each.node), places: [['id'], ['query'], ['kind'], ['trajectory', 'mode'], ['trajectory', 'steps', 0, 'tool'], ['nope'], []].map((path) => each.rangeOf(path)) })),
  suites: file.suites.map(({ name, single, root }) => ({ name, single, keys: root.entries.map(({ key, keyRange }) => [key, keyRange]), start: root.range.start })),
});

function same(blocks: BlockFile, text: string, before: string): boolean {
  const read = blocks.read(text);
  if (!read) return false;
  expect(seen(read), `${before}\n-----\n${text}`).toEqual(seen(parseCaseFile(text, 'this.case.yaml')));
  return true;
}

test('a file that is read block by block is what it is when it is read as a whole', () => {
  expect(same(new BlockFile('this.case.yaml'), suite, '')).toBe(true);
  expect(same(new BlockFile('this.case.yaml'), suite.replaceAll('\n', '\r\n'), '')).toBe(true);
});

const pieces = ['\n', ' ', '  ', '- ', '  - ', '  - id: three\n    query: q\n', 'x', ':', ': ', '"', "'", '[', ']', '{', '}', '#', ' # c', '|', '>', '&a ', '*a', '\t', '\r\n', '---\n', '...\n', '%', 'cases:\n', 'other: 1\n', '\n\n', '    ', 'é', '\uFEFF', '{{a}}', '  # casebook-disable-next-line CB002 why\n', '- - ', '? ', '! ', '@', '    expectedTool: getOrder\n'];
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(120)), insert: fc.oneof(fc.constant(''), fc.constantFrom(...pieces), fc.string({ maxLength: 4 })) });

test('after any edits it is what a fresh reading gives', { timeout: 120_000 }, () => {
  let apart = 0;
  let all = 0;
  fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), fc.boolean(), (edits, crlf) => {
    const blocks = new BlockFile('this.case.yaml');
    let text = crlf ? suite.replaceAll('\n', '\r\n') : suite;
    blocks.read(text);
    for (const { at, remove, insert } of edits) {
      const before = text;
      const from = Math.floor(at * text.length);
      text = text.slice(0, from) + insert + text.slice(from + remove);
      all += 1;
      if (same(blocks, text, before)) apart += 1;
    }
  }), { numRuns: Number(process.env['CASEBOOK_RUNS'] ?? 60) });
  // Were it never read apart, nothing would have been compared.
  expect(apart / all).toBeGreaterThan(0.2);
});

test('of a file that is too large, the cases that fit are read block by block, also while it is typed in', () => {
  const limit = 3000;
  const long = suite + Array.from({ length: 60 }, (_, index) => `  - id: more-${index}\n    query: q\n    expectedTool: getOrder\n`).join('');
  const blocks = new BlockFile('this.case.yaml');
  const typed = ['', 'x', 'xy', `xy\n    kind: ${'k'.repeat(400)}`, ''].map((piece) => long.replace('plain text', `plain text ${piece}`));
  for (const text of typed) {
    const read = blocks.read(text, limit);
    expect(read && seen(read)).toEqual(seen(parseCaseFile(text, 'this.case.yaml', limit)));
    expect(read?.text).toBe(text);
  }
});
