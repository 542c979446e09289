import { expect, test } from 'vitest';
import { lineOfCase } from '../../src/extension/cases/lineOfCase.ts';

test.each([
  ['a file of one case', 'id: a-b\nquery: x\n', 'a-b', 0],
  ['a list', 'cases:\n  - id: a\n  - id: a-b # second\n', 'a-b', 2],
  ['quoted', 'cases:\n  - query: x\n    id: "a.b"\n', 'a.b', 2],
  ['JSON', '{\n  "cases": [\n    {\n      "id": "a",\n', 'a', 3],
  ['a prefix is another case', 'id: a-b-c\n', 'a-b', undefined],
  ['a dot is a dot', 'id: axb\n', 'a.b', undefined],
])('%s', (_, text, id, line) => expect(lineOfCase(text, id)).toBe(line));
