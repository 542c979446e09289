import { expect, test } from 'vitest';
import { firstLineToFill, lineOfCase } from '../../src/extension/cases/lineOfCase.ts';

test.each([
  ['a file of one case', 'id: a-b\nquery: x\n', 'a-b', 0],
  ['a list', 'cases:\n  - id: a\n  - id: a-b # second\n', 'a-b', 2],
  ['quoted', 'cases:\n  - query: x\n    id: "a.b"\n', 'a.b', 2],
  ['JSON', '{\n  "cases": [\n    {\n      "id": "a",\n', 'a', 3],
  ['a prefix is another case', 'id: a-b-c\n', 'a-b', undefined],
  ['a dot is a dot', 'id: axb\n', 'a.b', undefined],
])('%s', (_, text, id, line) => expect(lineOfCase(text, id)).toBe(line));

test('a case just made is gone on with at the first expectation it lacks', () => {
  const made = 'id: a\nquery: What?\n# expectedTool: the tool that should have been called\n# expectedBehavior: a statement each\nkind: regression\n';
  expect(firstLineToFill(made, 'a')).toBe(2);
  expect(firstLineToFill('id: a\nexpectedTool: getOrder\n', 'a')).toBe(0);
  expect(firstLineToFill(`cases:\n# expectedTool: of another\n  - id: a\n`, 'a')).toBe(2);
});
