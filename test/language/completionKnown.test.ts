import { describe, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeMeanings } from '../../src/core/cases/codes.ts';
import { metricNames } from '../../src/core/cases/metricNames.ts';
import { releaseDecisions } from '../../src/core/model/release.ts';
import { readSettings } from '../../src/core/cases/settings.ts';
import { atCursor, documentOf, inMemory } from './inMemoryWorkspace.ts';
import { shopCatalogue } from './seenCatalogue.ts';
import { plainOf } from './snippetText.ts';

const around = {
  catalogue: shopCatalogue,
  config: 'targets:\n  live: {type: command, command: [node, a.mjs]}\njudges: {grounded: {}}\nroles: [support]\nowners: [ann]\ntags: [orders]\ntools: [{name: getOrder, group: read}]\n',
  release: 'tiers: {strict: {thresholds: {toolF1: 0.9}}}\nuseCases: [{id: refunds}]\npolicies: [{id: refund-limit, description: Over 200 EUR somebody approves.}]\n',
  taxonomy: 'classes:\n  - {id: billing, name: Billing, modes: [{id: twice}]}\n',
  recordings: ['recorded'],
};
const json = 'file:///shop/casebook/cases/this.case.json';
const settings = (name: string): string => `file:///shop/casebook/${name}.yaml`;

/** Items in the order in which they are shown. */
function complete(marked: string, uri?: string): readonly CompletionItem[] {
  const { document, offset } = atCursor(marked, uri);
  return inMemory(around).service.doComplete(document, document.positionAt(offset)).items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}
const labels = (marked: string, uri?: string): readonly string[] => complete(marked, uri).map((item) => item.label);
const details = (marked: string, uri?: string): readonly string[] => complete(marked, uri).map(({ label, detail }) => `${label}: ${detail ?? ''}`);

/** The text once the item is taken and nothing is filled in. */
function taken(marked: string, label: string, uri?: string): string {
  const { document } = atCursor(marked, uri);
  const item = complete(marked, uri).find((each) => each.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`No completion ${label} among ${labels(marked, uri).join(', ')}`);
  const newText = item.insertTextFormat === 2 ? plainOf(item.textEdit.newText) : item.textEdit.newText;
  return TextDocument.applyEdits(document, [{ range: item.textEdit.range, newText }]);
}

const step = (rest: string): string => `cases:\n  - id: a\n    query: q\n    trajectory:\n      steps:\n        - tool: getShipment\n${rest}`;

describe('tools', () => {
  test('are ranked by use, and what was never called comes last and says so', () => {
    expect(details('id: a\nexpectedTool: |\n')).toEqual(['getShipment: in 41 traces', 'issueRefund: in 9 traces', '1e3: in 1 trace', 'getInvoice: declared, never called', 'getOrder: declared, never called', 'null: no tool may be called']);
    expect(complete('id: a\nexpectedTool: |\n')[0]?.labelDetails).toEqual({ description: 'in 41 traces' });
  });

  test('are written so that YAML reads them as they are called', () => {
    expect(taken('id: a\nexpectedTool: |\n', '1e3')).toBe('id: a\nexpectedTool: "1e3"\n');
    expect(taken('id: a\nexpectedTool: |\n', 'getShipment')).toBe('id: a\nexpectedTool: getShipment\n');
    expect(taken("id: a\nexpectedTool: '|\n", '1e3')).toBe("id: a\nexpectedTool: '1e3'\n");
    expect(taken('{"id": "a", "expectedTool": |}', 'getShipment', json)).toBe('{"id": "a", "expectedTool": "getShipment"}');
    expect(taken('{"id": "a", "expectedTool": |}', 'null', json)).toBe('{"id": "a", "expectedTool": null}');
    expect(labels('id: a\nexpectedTool: [getShipment, |]\n')).not.toContain('null');
  });
});

describe('arguments', () => {
  const expected = ['orderId: string, required', 'includeEvents: boolean', 'legacy: number', 'carrier: string', 'filter: object'];
  const ofTheTool = (marked: string, uri?: string): readonly string[] => details(marked, uri).filter((each) => expected.includes(each));

  test.each<[string, string, string?]>([
    ['under args', step('          args:\n            |\n')],
    ['of a half-typed key', step('          args:\n            or|\n')],
    ['in brackets', step('          args: {|}\n')],
    ['in brackets that are not closed', step('          args: {|\n')],
    ['of a tool that is named afterwards', 'id: a\ntrajectory:\n  steps:\n    - args:\n        |\n      tool: getShipment\n'],
    ['in brackets, the tool afterwards', 'id: a\ntrajectory: {steps: [{args: {|}, tool: getShipment}]}\n'],
    ['of an alternative', 'id: a\ntrajectory:\n  steps:\n    - anyOf:\n        - tool: getShipment\n          args:\n            |\n'],
    ['of a forbidden call', 'id: a\ntrajectory:\n  forbidden:\n    - tool: getShipment\n      args: {|}\n'],
    ['with Windows line ends', step('          args:\n            |\n').replaceAll('\n', '\r\n')],
    ['in JSON', '{"cases": [{"id": "a", "trajectory": {"steps": [{"tool": "getShipment", "args": {"|"}}]}}]}', json],
    ['where the rest is broken', step('          args:\n            |\n    answer: {match: [\n  - id: "b\n')],
  ])('%s: required ones first, then the most given', (_, marked, uri) => {
    expect(ofTheTool(marked, uri)).toEqual(expected);
  });

  test('leave out what is given, and say what they are', () => {
    expect(labels(step('          args:\n            orderId: x\n            |\n'))).not.toContain('orderId');
    const [first] = complete(step('          args: {|}\n'));
    expect(first).toMatchObject({ label: 'orderId', documentation: { value: expect.stringMatching(/Number of the order.*Given in 48 calls.*"12345"/s) } });
  });

  test('inside an argument that is a map', () => {
    expect(details(step('          args:\n            filter:\n              |\n')).slice(0, 2)).toEqual(['since: string, required', 'limit: integer']);
    expect(labels(step('          args: {filter: {$subset: {limit: |}}}\n')).slice(0, 2)).toEqual(['10', '50']);
  });

  test('none for a tool that nobody knows', () => {
    expect(labels('id: a\ntrajectory:\n  steps:\n    - tool: other\n      args:\n        |\n').filter((label) => !label.startsWith('$'))).toEqual([]);
  });

  test('are written with room for their value', () => {
    expect(taken(step('          args:\n            |\n'), 'orderId')).toBe(step('          args:\n            orderId: \n'));
    expect(taken(step('          args:\n            |\n'), 'filter')).toBe(step('          args:\n            filter:\n              \n'));
    expect(taken('{"trajectory": {"steps": [{"tool": "getShipment", "args": {|}}]}}', 'orderId', json)).toBe('{"trajectory": {"steps": [{"tool": "getShipment", "args": {"orderId": ""}}]}}');
  });

  test('names of them are left out by name', () => {
    expect(labels(step('          ignoreArgs: [|]\n'))).toContain('legacy');
    expect(labels(`${step('')}      ignoreArgs: [|]\n`)).toContain('orderId');
  });
});

describe('values of arguments', () => {
  const at = (name: string): string => step(`          args: {${name}: |}\n`);

  test('those that calls gave most, in quotes where YAML would read a number', () => {
    expect(details(at('orderId')).slice(0, 2)).toEqual(['12345: in 7 calls', 'A-1: in 1 call']);
    expect(taken(at('orderId'), '12345')).toBe(step('          args: {orderId: "12345"}\n'));
    expect(taken(at('legacy'), '5')).toBe(step('          args: {legacy: 5}\n'));
  });

  test('those that the schema lists', () => {
    expect(labels(at('carrier')).slice(0, 3)).toEqual(['dhl', 'no', 'ups']);
    expect(taken(at('carrier'), 'no')).toBe(step('          args: {carrier: "no"}\n'));
    expect(labels(at('includeEvents')).slice(0, 2)).toEqual(['true', 'false']);
  });

  test('also inside a matcher, and matchers beside them', () => {
    expect(labels(step('          args: {orderId: {$oneOf: [|]}}\n')).slice(0, 2)).toEqual(['12345', 'A-1']);
    expect(labels(step('          args: {orderId: {$not: |}}\n'))).toContain('12345');
    expect(labels(at('orderId'))).toContain('$regex');
  });
});

describe('matchers', () => {
  const inside = (text: string): string => `id: a\nanswer: {reject: [${text}]}\n`;

  test.each([
    ['types', '{$type: |}', ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object']],
    ['flags', '{$regex: "a", flags: |}', ['i', 'm', 's']],
    ['options that may stand beside', '{$number: 5, |}', ['abs', 'rel']],
    ['one that is left', '{$number: 5, abs: 1, |}', ['rel']],
    ['bounds', '{$range: {|}}', ['min', 'max']],
    ['none beside one that takes none', '{$any: true, |}', []],
  ])('%s', (_, marked, expected) => {
    expect(labels(inside(marked))).toEqual(expected);
  });

  test('are written in the spelling of the file', () => {
    expect(taken('{"answer": {"reject": [|]}}', '$regex', json)).toBe('{"answer": {"reject": [{"$regex": ""}]}}');
    expect(taken(step('          args:\n            orderId:\n              |\n'), '$number')).toBe(step('          args:\n            orderId:\n              $number: 0\n              abs: 0\n'));
    expect(taken(inside('|'), '$range')).toBe(inside('{$range: {min: 0, max: 1}}'));
  });
});

describe('names of the workspace', () => {
  test.each<[string, string, readonly string[]]>([
    ['documents', 'id: a\nretrieval: {relevant: [|]}\n', ['policy/returns-eu', 'no']],
    ['documents by id', 'id: a\nretrieval:\n  relevant:\n    - id: |\n', ['policy/returns-eu', 'no']],
    ['documents that mislead', 'id: a\nretrieval: {distractors: [|]}\n', ['policy/returns-eu', 'no']],
    ['versions of the document', 'id: a\nretrieval:\n  relevant:\n    - id: policy/returns-eu\n      version: |\n', ['2026-01', '2024']],
    ['relevant documents to cite first', 'id: a\nretrieval: {relevant: [no]}\ngrounding: {mustCite: [|]}\n', ['no', 'policy/returns-eu']],
    ['tiers', 'id: a\ntier: |\n', ['strict', 'default']],
    ['judges', 'id: a\njudge: {use: |}\n', ['grounded']],
    ['owners', 'id: a\nmetadata: {owner: |}\n', ['ann']],
    ['use cases', 'id: a\nmetadata: {segment: {useCase: |}}\n', ['refunds']],
    ['policies', 'id: a\npolicy: {boundary: |}\n', ['refund-limit']],
    ['a class of the workspace', 'id: a\nfailureWeObserved: {class: bil|}\n', ['billing']],
    ['modes of the class, in a text that cannot be read', 'id: a\nanswer: {match: [\nfailureWeObserved:\n  class: billing\n  mode: |\n', ['twice']],
    ['an id from the query', 'query: Where is my parcel?\nid: |\n', ['where-is-my-parcel']],
    ['ids that have a recording', 'id: |\n', ['recorded']],
    ['variables of the query', 'id: a\nquery: "{{name}} asks"\nvars:\n  |\n', ['name']],
    ['fields of the contract', 'id: a\noutputContract: {schema: {type: object, properties: {days: {type: integer}}}}\nanswer: {path: |}\n', ['/days']],
    ['detectors', 'id: a\npolicy: {neverExpose: [|]}\n', ['detector:email', 'detector:iban']],
  ])('%s', (_, marked, expected) => {
    expect(labels(marked).filter((label) => expected.includes(label))).toEqual(expected);
  });

  test('an alternative does not come after itself', () => {
    expect(labels('id: a\ntrajectory: {steps: [{id: one, tool: x}, {id: two, tool: y, after: [|]}]}\n')).toEqual(['one']);
  });

  test('metrics may stand in thresholds', () => {
    expect(labels('id: a\nthresholds:\n  |\n')).toEqual(expect.arrayContaining([...metricNames, 'reason']));
    expect(details('id: a\nthresholds: {tool|}\n')).toContain('toolF1: from 0 to 1, more is better');
  });

  test('are quoted where YAML would read them otherwise', () => {
    expect(taken('id: a\nretrieval: {distractors: [|]}\n', 'no')).toBe('id: a\nretrieval: {distractors: ["no"]}\n');
    expect(taken('id: a\nretrieval:\n  relevant:\n    - id: policy/returns-eu\n      version: |\n', '2024')).toBe('id: a\nretrieval:\n  relevant:\n    - id: policy/returns-eu\n      version: "2024"\n');
  });

  test('a list gets its brackets or its dash', () => {
    expect(taken('id: a\ntargets: |\n', 'live')).toBe('id: a\ntargets: [live]\n');
    expect(taken('id: a\ntargets:\n  |\n', 'live')).toBe('id: a\ntargets:\n  - live\n');
    expect(taken('id: a\nexpectedTool:\n  |\n', 'getShipment')).toBe('id: a\nexpectedTool:\n  getShipment\n');
  });

  test('codes and the comment that disables one', () => {
    expect(labels('id: a\n# casebook-disable-next-line |\nquery: q\n')).toEqual(Object.keys(codeMeanings).toSorted());
    expect(taken('id: a\n# case|\nquery: q\n', 'casebook-disable-next-line')).toBe('id: a\n# casebook-disable-next-line \nquery: q\n');
    expect(labels('id: a\n# any |\nquery: q\n')).toEqual([]);
  });
});

test('a key asks at once for what may stand behind it', () => {
  const asks = (marked: string, label: string): boolean => complete(marked).find((each) => each.label === label)?.command?.command === 'editor.action.triggerSuggest';
  expect(['kind', 'expectedTool', 'trajectory', 'targets', 'tier'].filter((key) => !asks('id: a\n|\n', key))).toEqual([]);
  expect(['query', 'title', 'expectedBehavior', 'groundTruth'].filter((key) => asks('suite: s\ncases:\n  - id: a\n    |\n', key))).toEqual([]);
  expect(asks('id: a\ntrajectory:\n  |\n', 'steps')).toBe(true);
  expect(asks(step('          args:\n            |\n'), 'orderId')).toBe(true);
  expect(asks('id: a\nki|: policy\n', 'kind')).toBe(false);
});

describe('settings', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['types of targets', 'config', 'targets:\n  x: {type: |}\n', ['replay', 'command']],
    ['a target of a file that is half typed', 'config', 'targets:\n  live: {type: command}\ndefaultTarget: |\nroles: [\n', ['live']],
    ['tools that are not listed yet', 'config', 'tools:\n  - name: getShipment\n  - name: |\n', ['issueRefund', '1e3', 'getInvoice']],
    ['signals that can be off', 'config', 'signals: {off: [|]}\n', ['slow', 'longStall', 'prematureStop']],
    ['which signals', 'config', 'signals:\n  |\n', ['on', 'off']],
    ['tools of traces', 'config', 'tools: |\n', ['traces']],
    ['classes to merge into, not itself', 'taxonomy', 'classes:\n  - id: billing\n    mergedInto: |\n', ['answer_quality', 'tool_selection']],
    ['metrics', 'release', 'scorecard:\n  - metric: tool|\n', ['toolF1', 'toolSelectionAccuracy']],
    ['metrics of a gate', 'release', 'gates:\n  - id: g\n    rules: [{metric: |}]\n', ['policyViolations']],
    ['metrics of a tier', 'release', 'tiers:\n  strict:\n    thresholds:\n      |\n', ['toolF1']],
    ['owners', 'release', 'scorecard:\n  - score: s\n    owner: |\n', ['ann', 'support']],
    ['gates', 'release', 'gates: [{id: ship}]\ndecisions: [{id: d, gate: |}]\n', ['ship']],
    ['slices', 'release', 'useCases: [{id: refunds}]\ngates: [{id: g, rules: [{metric: m, slice: |}]}]\n', ['risk:high', 'useCase:refunds', 'tag:orders']],
    ['classes that block', 'release', 'gates: [{id: g, blockers: {failureClass: [|]}}]\n', ['billing', 'policy_boundary']],
    ['groups of tools', 'release', 'autonomy: [{rung: draft-only, tools: [|]}]\n', ['read']],
    ['rungs', 'release', 'autonomy: [{rung: |}]\n', ['read-only', 'write']],
    ['tools of policies', 'release', 'policies: [{id: p, forbidden: [|]}]\n', ['getShipment']],
    ['contracts by use case', 'release', 'useCases: [{id: refunds}]\ncontracts:\n  |\n', ['refunds']],
  ])('%s', (_, file, marked, expected) => {
    expect(labels(marked, settings(file))).toEqual(expect.arrayContaining([...expected]));
  });

  test('a class is not merged into itself, a tool not listed twice', () => {
    expect(labels('classes:\n  - id: billing\n    mergedInto: |\n', settings('taxonomy'))).not.toContain('billing');
    expect(labels('tools:\n  - name: getShipment\n  - name: |\n', settings('config'))).not.toContain('getShipment');
  });
});

describe('snippets', () => {
  const problems = (text: string, uri?: string): readonly string[] => inMemory(around).service.doDiagnostics(documentOf(text, uri)).filter(({ severity }) => severity === 1).map(({ code, message }) => `${String(code)} ${message}`);

  test.each<[string, string, string, string?]>([
    ['a case', '|', 'new case'],
    ['a suite', '|', 'new suite'],
    ['a case of a suite', 'suite: s\ncases:\n  - |\n', 'new case'],
    ['a case of a suite that has none', 'suite: s\ncases:\n  |\n', 'new case'],
    ['a step', 'id: a\nquery: q\nexpectedTool: toolName\ntrajectory:\n  steps:\n    - |\n', 'step'],
    ['a step with what its tool requires', 'id: a\nquery: q\nexpectedTool: issueRefund\ntrajectory:\n  steps:\n    - |\n', 'step: getShipment'],
    ['alternatives in brackets', 'id: a\nquery: q\ntrajectory: {steps: [|]}\n', 'step: any of'],
    ['a variant', 'id: a\nquery: q\nexpectedTool: x\nvariants:\n  - |\n', 'variant'],
    ['a variant in brackets', 'id: a\nquery: q\nexpectedTool: x\nvariants: [|]\n', 'variant'],
    ['a contract', 'id: a\nquery: q\nexpectedTool: x\noutputContract:\n  |\n', 'contract'],
    ['a contract in JSON', '{"id": "a", "query": "q", "expectedTool": "x", "outputContract": {|}}', 'contract', json],
    ['a case in JSON', '{"cases": [|]}', 'new case', json],
    ['a forbidden sequence', 'id: a\nquery: q\ntrajectory:\n  forbidden:\n    - |\n', 'forbidden sequence'],
  ])('%s can be read', (_, marked, label, uri) => {
    const text = taken(marked, label, uri);
    // Names of tools and targets that nobody knows yet are for the author to fill in.
    expect(problems(text, uri).filter((each) => !/CB(?:202|201)/.test(each)), text).toEqual([]);
    expect(text).not.toBe(marked.replace('|', ''));
  });

  test('a step has the arguments that its tool requires, with what calls give most', () => {
    expect(taken('id: a\ntrajectory:\n  steps:\n    - |\n', 'step: getShipment')).toBe('id: a\ntrajectory:\n  steps:\n    - tool: getShipment\n      args:\n        orderId: "12345"\n');
    expect(taken('id: a\ntrajectory:\n  steps: [|]\n', 'step: issueRefund')).toBe('id: a\ntrajectory:\n  steps: [{tool: issueRefund, args: {currency: "EUR", amount: }}]\n');
  });

  test('the five decisions, without those that are there', () => {
    const marked = 'decisions:\n  - id: prompt-change\n    question: Can it?\n  - |\n';
    expect(labels(marked, settings('release')).filter((label) => label.startsWith('decision:'))).toEqual(releaseDecisions.slice(1).map(({ id }) => `decision: ${id}`));
    expect(complete('decisions:\n  - |\n', settings('release')).filter(({ label }) => label.startsWith('decision:'))).toHaveLength(5);
    expect(readSettings('release', taken(marked, 'decision: model-route', settings('release'))).value?.decisions).toEqual([
      { id: 'prompt-change', question: 'Can it?' }, { id: 'model-route', question: releaseDecisions[1]?.question, owner: 'who-decides' },
    ]);
  });
});
