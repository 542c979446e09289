import { describe, expect, test } from 'vitest';
import { InsertTextFormat } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { atCursor, caseUri, inMemory } from './inMemoryWorkspace.ts';
import { plainOf } from './snippetText.ts';

const around = {
  config: 'targets:\n  faulty: {type: command, command: [node, a.mjs]}\n  mended: {type: command, command: [node, a.mjs]}\nroles: [support, supervisor]\ntags: [orders]\n',
  recordings: ['recorded'],
};

function complete(marked: string, uri?: string): readonly CompletionItem[] {
  const { document, offset } = atCursor(marked, uri);
  return inMemory(around).service.doComplete(document, document.positionAt(offset)).items;
}
const labels = (marked: string, uri?: string): readonly string[] => complete(marked, uri).map((item) => item.label);

/** The text once the item is taken, its first tab stops filled with nothing. */
function taken(marked: string, label: string): string {
  const { document } = atCursor(marked);
  const item = complete(marked).find((each) => each.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`No completion ${label}`);
  const text = TextDocument.applyEdits(document, [{ range: item.textEdit.range, newText: item.textEdit.newText }]);
  return item.insertTextFormat === InsertTextFormat.Snippet ? plainOf(text) : text;
}

describe('keys stand in their place', () => {
  test('of a case, without those it has', () => {
    const found = labels('id: a\nquery: q\nexp|\n');
    expect(found).toEqual(expect.arrayContaining(['expectedTool', 'expectedBehavior', 'trajectory', 'groundTruth']));
    expect(found).not.toContain('id');
    expect(found).not.toContain('maxCalls');
  });

  test.each<[string, string, string, string]>([
    ['under a key', 'id: a\ntrajectory:\n  ma|\n', 'maxCalls', 'query'],
    ['after other keys of the map', 'id: a\ntrajectory:\n  mode: exact\n  |\nkind: policy\n', 'steps', 'mode'],
    ['in an item of a list', 'id: a\ntrajectory:\n  steps:\n    - tool: x\n      |\n', 'args', 'tool'],
    ['in a new item', 'id: a\ntrajectory:\n  steps:\n    - tool: x\n    - |\n', 'tool', 'steps'],
    ['in a list at the column of its key', 'cases:\n- id: a\n  que|\n', 'query', 'id'],
    ['of a case of a suite', 'suite: s\ncases:\n  - id: a\n    query: q\n    tr|\n', 'trajectory', 'id'],
    ['of a suite', 'suite: s\n|\ncases:\n  - id: a\n', 'defaults', 'query'],
    ['of defaults, without what is a case\'s own', 'defaults:\n  |\ncases:\n  - id: a\n', 'budgets', 'query'],
    ['of defaults inside', 'defaults:\n  trajectory: {|}\ncases:\n  - id: a\n', 'maxCalls', 'id'],
    ['in a flow map', 'id: a\nbudgets: {latencyMs: 5, |}\n', 'costUsd', 'latencyMs'],
    ['in a flow map over lines', 'id: a\ntrajectory: {\n  mode: exact,\n  |\n}\n', 'steps', 'mode'],
    ['in a flow map in a flow list', 'id: a\ntrajectory: {steps: [{tool: x, a|}]}\n', 'args', 'tool'],
    ['in JSON', '{\n  "id": "a",\n  "answer": {\n    "m|\n  }\n}\n', 'match', 'id'],
    ['of another document', 'id: a\nquery: q\n---\nid: b\nbudgets:\n  t|\n', 'tokens', 'id'],
    ['under an empty list', 'id: a\ntrajectory:\n  steps:\n    |\n', 'tool', 'maxCalls'],
  ])('%s', (_, marked, has, hasNot) => {
    const found = labels(marked);
    expect(found).toContain(has);
    expect(found).not.toContain(hasNot);
  });

  test('say what they mean', () => {
    expect(complete('id: a\nanswer:\n  |\n').filter((item) => !item.documentation || (typeof item.documentation === 'object' && item.documentation.value === '')).map((item) => item.label)).toEqual([]);
  });

  test('are written with room for their value', () => {
    expect(taken('id: a\ntr|\n', 'trajectory')).toBe('id: a\ntrajectory:\n  \n');
    expect(taken('cases:\n  - id: a\n    trajectory:\n      st|\n', 'steps')).toBe('cases:\n  - id: a\n    trajectory:\n      steps:\n        - tool: \n');
    expect(taken('id: a\ntrajectory: {ig|}\n', 'ignoreArgs')).toBe('id: a\ntrajectory: {ignoreArgs: []}\n');
    expect(taken('{"id": "a", "an|"}', 'answer')).toBe('{"id": "a", "answer": {}}');
    expect(taken('id: a\nkin|: policy\n', 'kind')).toBe('id: a\nkind: policy\n');
  });

  test('an empty file is offered a whole case', () => {
    expect(taken('|', 'new case').split('\n').filter((line) => !line.startsWith(' ')).map((line) => line.split(':')[0])).toEqual(['id', 'query', 'expectedTool', 'expectedBehavior', 'failureWeObserved', 'groundTruth']);
    expect(labels('|')).toEqual(expect.arrayContaining(['id', 'suite', 'cases', 'defaults']));
  });
});

describe('values', () => {
  test.each<[string, string, readonly string[]]>([
    ['of an enumeration', 'id: a\nkind: |\n', ['regression', 'capability', 'policy', 'stress', 'replay']],
    ['of an enumeration deep in a list', 'cases:\n  - id: a\n    trajectory:\n      mode: in|\n', ['exact', 'in_order', 'any_order', 'unordered', 'subset']],
    ['in a flow map', 'id: a\nanswer: {match: |}\n', ['says', 'equals', 'number']],
    ['booleans', 'id: a\ntrajectory: {steps: [{tool: x, optional: |}]}\n', ['true', 'false']],
    ['failure classes', 'id: a\nfailureWeObserved:\n  class: |\n', ['tool_selection', 'policy_boundary']],
    ['modes of the class', 'id: a\nquery: q\nfailureWeObserved: {class: tool_selection, mode: |}\n', ['wrong_tool', 'inefficient_path']],
    ['targets of the config', 'id: a\ntargets: [|]\n', ['faulty', 'mended', 'replay']],
    ['targets in a block list', 'id: a\ntargets:\n  - f|\n', ['faulty', 'mended', 'replay']],
    ['tools that were called', 'id: a\nexpectedTool: |\n', ['searchOrders', 'null']],
    ['tools of a step', 'id: a\ntrajectory:\n  steps:\n    - tool: |\n', ['searchOrders']],
    ['roles', 'id: a\npolicy: {requiresApproval: [{tools: [x], by: |}]}\n', ['support', 'supervisor']],
    ['tags', 'id: a\nmetadata: {coverage: [|]}\n', ['orders']],
    ['steps to come after', 'id: a\nquery: q\ntrajectory: {steps: [{id: first, tool: x}, {tool: y, after: [|]}]}\n', ['first']],
    ['matchers', 'id: a\ntrajectory:\n  steps:\n    - tool: x\n      args: {orderId: |}\n', ['$any', '$regex', '$oneOf']],
    ['matchers under reject', 'id: a\nanswer:\n  reject:\n    - |\n', ['$contains', '$regex']],
  ])('%s', (_, marked, expected) => {
    expect(labels(marked)).toEqual(expect.arrayContaining([...expected]));
  });

  test('a matcher is written whole', () => {
    expect(taken('id: a\nanswer: {reject: [|]}\n', '$regex')).toBe('id: a\nanswer: {reject: [{$regex: \'\'}]}\n');
    expect(taken('id: a\nanswer: {reject: [{$re|}]}\n', '$regex')).toBe('id: a\nanswer: {reject: [{$regex: \'\'}]}\n');
  });

  test('what is typed already is replaced', () => {
    expect(taken('id: a\nkind: cap|ability\n', 'policy')).toBe('id: a\nkind: policy\n');
  });

  test.each([['free text', 'id: a\nquery: what |\n'], ['a comment', 'id: a # kin|\n'], ['free maps', 'id: a\nvars:\n  |\n']])('%s has none', (_, marked) => {
    expect(labels(marked)).toEqual([]);
  });
});

describe('tools of the catalogue', () => {
  const catalogue = '[{"name": "getOrder", "description": "Reads one order.", "schema": {}}, {"name": "getOrders"}]';
  const offered = (marked: string, tools: string, beside: Readonly<Record<string, string>> = {}): readonly string[] => {
    const { document, offset } = atCursor(marked);
    return inMemory({ config: `tools: ${tools}\n`, recordings: ['recorded'], beside }).service.doComplete(document, document.positionAt(offset)).items.map((item) => item.label);
  };

  test.each([
    ['expectedTool', 'id: a\nexpectedTool: |\n'],
    ['a step', 'id: a\ntrajectory:\n  steps:\n    - tool: |\n'],
    ['forbidden', 'id: a\ntrajectory:\n  forbidden:\n    - |\n'],
    ['an approval', 'id: a\npolicy: {requiresApproval: [{tools: [|]}]}\n'],
  ])('are offered in %s, with those that were called', (_, marked) => {
    expect(offered(marked, 'agent/tools.json', { 'agent/tools.json': catalogue })).toEqual(expect.arrayContaining(['getOrder', 'getOrders', 'searchOrders']));
  });

  test.each([
    ['listed in config.yaml', '[{name: getOrder}, getOrders]', {}],
    ['a YAML file with tools:', 'tools.yaml', { 'tools.yaml': 'tools:\n  - name: getOrder\n  - name: getOrders\n' }],
  ])('%s', (_, tools, beside) => {
    expect(offered('id: a\nexpectedTool: |\n', tools, beside)).toEqual(expect.arrayContaining(['getOrder', 'getOrders']));
  });

  test.each([['a file that is not there', 'gone.json', {}], ['a broken file', 'half.json', { 'half.json': '[{"na' }], ['traces', 'traces', {}]])('%s leaves those that were called', (_, tools, beside) => {
    expect(offered('id: a\nexpectedTool: |\n', tools, beside)).toEqual(['searchOrders', 'null']);
  });
});

describe('other files', () => {
  test('config.yaml', () => {
    const uri = 'file:///shop/casebook/config.yaml';
    expect(labels('casebook: 1\n|\n', uri)).toEqual(expect.arrayContaining(['targets', 'roles', 'facts']));
    expect(labels('targets:\n  faulty: {type: command}\ndefaultTarget: |\n', uri)).toContain('faulty');
    expect(labels('facts:\n  |\n', uri)).toContain('approval');
  });

  test('taxonomy.yaml', () => {
    expect(labels('classes:\n  - id: a\n    |\n', 'file:///shop/casebook/taxonomy.yaml')).toEqual(expect.arrayContaining(['name', 'modes', 'mergedInto']));
  });

  test('any other file has none', () => {
    expect(labels('|', 'file:///shop/readme.md')).toEqual([]);
    expect(labels('id: a\nkind: |', caseUri.replace('.yaml', '.yml'))).toContain('policy');
  });
});

test('completing at any place of a file does not throw, however broken it is', () => {
  const text = 'casebook: 1\ndefaults: {a: [b, {c: "d}\ncases:\n  - id: x\n    trajectory:\n      steps: [{tool: a, args: {x: {$re: \'a\n   - broken\n\t- {tab: 1\n';
  const { service } = inMemory(around);
  for (let offset = 0; offset <= text.length; offset++) {
    const { document } = atCursor(`${text.slice(0, offset)}|${text.slice(offset)}`);
    expect(Array.isArray(service.doComplete(document, document.positionAt(offset)).items)).toBe(true);
  }
});
