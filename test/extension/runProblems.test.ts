import { expect, test } from 'vitest';
import type { LspRange } from '../../src/protocol/lsp.ts';
import type { FailedCheck } from '../../src/extension/display/caseResult.ts';
import { followEdit, placeChecks } from '../../src/extension/display/runProblems.ts';

const check = (id: string): FailedCheck => ({ id, metric: null, path: [id], message: id, severity: 'error' });
const onLine = (line: number): LspRange => ({ start: { line, character: 0 }, end: { line, character: 100 } });
const textOf = (lines: readonly string[]) => ({ start }: LspRange): string => lines[start.line] ?? '';

const before = ['id: a', 'expectedTool: getOrder', 'groundTruth: mug'];
const shown = placeChecks([check('expectedTool'), check('groundTruth')], [onLine(1), onLine(2)], textOf(before));

test('a check follows its expectation when lines are put above it', () => {
  const after = ['# new', ...before];
  expect(followEdit(shown, [onLine(2), onLine(3)], textOf(after)).map(({ range }) => range.start.line)).toEqual([2, 3]);
});

test('a check goes when its expectation was edited, and the others stay', () => {
  const after = ['id: a', 'expectedTool: getShipment', 'groundTruth: mug'];
  expect(followEdit(shown, [onLine(1), onLine(2)], textOf(after)).map(({ check: { id } }) => id)).toEqual(['groundTruth']);
});

test('a trial that broke goes with any edit: it says nothing of the text as it is now', () => {
  const broken = placeChecks([{ ...check('trial'), broke: true }], [onLine(0)], textOf(before));
  expect(followEdit(broken, [onLine(0)], textOf(before))).toEqual([]);
});

test('a check goes when its expectation is nowhere', () => {
  expect(followEdit(shown, [null, null], textOf(before))).toEqual([]);
});

test('one that stands nowhere from the start is shown at the top', () => {
  expect(placeChecks([check('x')], [null], textOf(before))[0]?.range.start).toEqual({ line: 0, character: 0 });
});
