import { expect, test } from 'vitest';
import { layoutTests, rowsOf, type TestNode } from '../../src/extension/display/testLayout.ts';
import { caseRow } from './caseRows.ts';

const at = (file: string, id: string, suite: string | null = null, changes: Parameters<typeof caseRow>[0] = {}) => caseRow({ id, file, suite, ...changes });

function drawn(nodes: readonly TestNode[], indent = ''): readonly string[] {
  return nodes.flatMap((node) => (node.kind === 'case' ? [`${indent}${node.row.id}`] : [`${indent}${node.label}/`, ...drawn(node.children, `${indent}  `)]));
}

const rows = [
  at('casebook/cases/alone.case.yaml', 'alone'),
  at('casebook/cases/orders/eu/late.case.yaml', 'late'),
  at('casebook/cases/orders/returns.case.yaml', 'first', 'returns'),
  at('casebook/cases/orders/returns.case.yaml', 'second', 'returns'),
  at('casebook/cases/orders/two.case.yaml', 'one', 'a'),
  at('casebook/cases/orders/two.case.yaml', 'other', 'b'),
  at('casebook/cases/old.case.yaml', 'old', null, { status: 'archived' }),
];

test('folders begin where they part; a file is its suite, or its name where it holds several; one case alone is no file', () => {
  expect(drawn(layoutTests(rows).roots)).toEqual(['orders/', '  eu/', '    late', '  returns/', '    first', '    second', '  two.case.yaml/', '    one', '    other', 'alone']);
});

test('a suite of one case stays a suite', () => {
  expect(drawn(layoutTests([at('a.case.yaml', 'only', 'growing')]).roots)).toEqual(['growing/', '  only']);
});

test('the way to a case goes by every node above it', () => {
  const { wayTo } = layoutTests(rows);
  expect(wayTo('casebook/cases/orders/returns.case.yaml', 'second')?.map((node) => node.key)).toEqual(['folder orders', 'file casebook/cases/orders/returns.case.yaml', 'case second']);
  expect(wayTo('casebook/cases/alone.case.yaml', 'alone')).toHaveLength(1);
  expect(wayTo('casebook/cases/old.case.yaml', 'old')).toBeUndefined();
});

test('two cases of one id have a key each, in one file and in two', () => {
  const { roots } = layoutTests([at('a.case.yaml', 'same', 's'), at('a.case.yaml', 'same', 's'), at('b.case.yaml', 'same'), at('c.case.yaml', 'same')]);
  const keys = roots.flatMap((node) => (node.kind === 'case' ? [node.key] : node.children.map(({ key }) => key)));
  expect(new Set(keys).size).toBe(4);
});

test('a node knows all cases below it', () => {
  const [orders] = layoutTests(rows).roots;
  expect(orders && rowsOf(orders).map(({ id }) => id)).toEqual(['late', 'first', 'second', 'one', 'other']);
});

test('no case is no test', () => {
  expect(layoutTests([]).roots).toEqual([]);
});

test('ten thousand files are laid out at once', () => {
  const many = Array.from({ length: 10_000 }, (_, n) => at(`casebook/cases/${n % 10}/c${n}.case.yaml`, `c${n}`));
  const { roots, wayTo } = layoutTests(many);
  expect(roots).toHaveLength(10);
  expect(wayTo('casebook/cases/7/c7.case.yaml', 'c7')).toHaveLength(2);
});
