import { describe, expect, test } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Diagnostic } from 'vscode-languageserver-types';
import { validateCases } from '../../src/core/cases/validate.ts';
import { caseUri, documentOf, inMemory } from './inMemoryWorkspace.ts';

const codesOf = (diagnostics: readonly Diagnostic[]): readonly unknown[] => diagnostics.map((each) => each.code);

describe('a diagnostic', () => {
  test('links to what its code means', () => {
    const [first] = inMemory().service.doDiagnostics(documentOf('id: one\nquery: q\nexpectedTol: a\nkind: capability\nexpectedBehavior: b\n'));
    expect(first).toMatchObject({ code: 'CB002', source: 'Casebook', codeDescription: { href: 'file:///docs/diagnostics.md#CB002' } });
  });

  test('leads to the place of the recording that has the value', () => {
    const text = 'id: one\nquery: q\nkind: capability\nexpectedBehavior: b\ntrajectory: {steps: [{tool: a, args: {at: call_12345678}}]}\n';
    const file = 'file:///shop/casebook/recordings/one.json';
    const [first] = validateCases([{ file: caseUri, text }], { recordedPlace: (id, value) => (id === 'one' && value === 'call_12345678' ? { file, range: { start: 3, end: 9 } } : undefined) })[0]?.problems ?? [];
    expect(first).toMatchObject({ code: 'CB215', related: [{ file, range: { start: 3, end: 9 }, message: 'recorded here' }] });
  });
});

describe('release.yaml', () => {
  const release = (text: string) => inMemory({ config: 'owners: [ann]\n', release: text }).service.doDiagnostics(documentOf(text, 'file:///shop/casebook/release.yaml'));

  test('a metric without an owner is an error, a gap of the governance a warning', () => {
    expect(release('scorecard: [{score: tools, metric: toolF1}]\n').map(({ code, severity }) => [code, severity])).toEqual([['CB812', DiagnosticSeverity.Warning], ['CB811', DiagnosticSeverity.Error]]);
  });

  test('its tiers are the ones that cases may name', () => {
    const text = 'id: one\nquery: q\nkind: capability\nexpectedBehavior: b\nexpectedTool: a\ntier: suport\n';
    expect(codesOf(inMemory().service.doDiagnostics(documentOf(text)))).toEqual([]);
    const { service } = inMemory({ release: 'tiers: {support: {thresholds: {policyViolations: 2}}}\n' });
    expect(service.doDiagnostics(documentOf(text)).map(({ code, message }) => [code, message])).toEqual([['CB610', 'release.yaml has no tier suport. Did you mean support?']]);
    expect(codesOf(service.doDiagnostics(documentOf(text.replace('suport', 'support\nthresholds: {policyViolations: 2}'))))).toEqual([]);
    expect(codesOf(service.doDiagnostics(documentOf(text.replace('suport', 'default\nthresholds: {policyViolations: 2}'))))).toEqual(['CB611']);
  });
});

describe('taxonomy.yaml', () => {
  const caseText = 'id: one\nquery: q\nfailureWeObserved: {summary: s, class: speed}\n';
  const taxonomy = (text: string) => inMemory({ files: { 'file:///shop/casebook/cases/other.case.yaml': caseText }, taxonomy: text }).service.doDiagnostics(documentOf(text, 'file:///shop/casebook/taxonomy.yaml'));

  test('a class that cases name cannot go unseen', () => {
    const [gone] = taxonomy('classes: []\n');
    expect(gone).toMatchObject({ code: 'CB808', relatedInformation: [{ location: { uri: 'file:///shop/casebook/cases/other.case.yaml', range: { start: { line: 2, character: 39 }, end: { line: 2, character: 44 } } } }] });
    expect(taxonomy('classes: [{id: speed, retired: true}]\n').map(({ code, severity }) => [code, severity])).toEqual([['CB818', DiagnosticSeverity.Hint]]);
    expect(taxonomy('classes: [{id: speed}]\n')).toEqual([]);
  });

  test('nor one that the labels in force name', () => {
    const event = (id: string, more: object) => JSON.stringify({ v: 1, id, at: `2026-01-0${id}T00:00:00Z`, by: 'ana', trace: { id: 'tr_1', sha256: 'x' }, ...more });
    const lines = [event('1', { kind: 'verdict', value: 'fail' }), 'no event', event('2', { kind: 'class', value: { class: 'manners' } }), event('3', { kind: 'class', value: { class: 'speed' } })];
    const text = 'classes: []\n';
    const found = (labels: string) => inMemory({ taxonomy: text, labels: { ana: labels } }).service.doDiagnostics(documentOf(text, 'file:///shop/casebook/taxonomy.yaml'));
    expect(found(lines.join('\n'))).toMatchObject([{ code: 'CB808', message: '1 labelled trace names speed, which is not listed. A class in use is merged or retired, never deleted.', relatedInformation: [{ location: { uri: 'file:///shop/casebook/labels/ana.jsonl' } }] }]);
    expect(found([...lines, event('4', { kind: 'undo', undoes: '3' })].join('\n'))).toMatchObject([{ message: expect.stringContaining('names manners') as string }]);
    expect(found([...lines, event('4', { kind: 'class', value: null })].join('\n'))).toEqual([]);
  });
});

describe('config.yaml', () => {
  test('its tools and documents are the ones that cases may name', () => {
    const beside = { 'agent/tools.json': '[{"name": "getOrder", "inputSchema": {"type": "object", "properties": {"orderId": {"type": "string"}}}}]', 'docs.yaml': '- {id: policy/returns}\n- handbook\n' };
    const text = 'id: one\nquery: q\nkind: capability\nexpectedBehavior: b\ntrajectory: {steps: [{tool: getOrdr}, {tool: getOrder, args: {ordrId: "1"}}]}\nretrieval: {relevant: [policy/return]}\n';
    const { service } = inMemory({ config: 'tools: agent/tools.json\ndocuments: docs.yaml\n', beside });
    expect(codesOf(service.doDiagnostics(documentOf(text)))).toEqual(['CB201', 'CB211', 'CB401']);
  });

  test('names and descriptions in the tools it lists are judged, and a comment with a reason sets one aside', () => {
    const text = 'tools:\n  - getOrder\n  - name: handleData\n    description: Returns the data.\n  # casebook-disable-next-line CT101, CT102 the vendor named it\n  - name: doThings\n';
    expect(codesOf(inMemory({ config: text }).service.doDiagnostics(documentOf(text, 'file:///shop/casebook/config.yaml')))).toEqual(['CT101', 'CT102']);
  });

  test('the file of tools that it names is judged, under its name in any spelling, and no other JSON file', () => {
    const tools = '[{"type": "function", "function": {"name": "search", "description": "Looks it up."}}, {"type": "function", "function": {"name": "find_orders", "description": "Returns orders."}}]';
    const { service } = inMemory({ config: 'tools: agent/tools (new).json\n', beside: { 'agent/tools (new).json': tools } });
    for (const uri of ['file:///shop/agent/tools%20(new).json', 'file:///shop/agent/tools%20%28new%29.json']) expect(codesOf(service.doDiagnostics(documentOf(tools, uri)))).toEqual(['CT101', 'CT106']);
    expect(service.doDiagnostics(documentOf(tools, 'file:///shop/agent/other.json'))).toEqual([]);
    const text = 'id: one\nquery: q\nkind: capability\nexpectedBehavior: b\nexpectedTool: find_order\n';
    expect(service.doDiagnostics(documentOf(text)).map(({ message }) => message)).toEqual([expect.stringContaining('Did you mean find_orders?')]);
  });

  test('a file that is not there is told where it is named', () => {
    const text = 'tools: agent/tols.json\n';
    expect(codesOf(inMemory({ config: text }).service.doDiagnostics(documentOf(text, 'file:///shop/casebook/config.yaml')))).toEqual(['CB815']);
  });
});

test('what is in JSON is said of JSON, in the same words', () => {
  const text = '{\n  "id": "one",\n  "query": "q",\n  "kind": "capability",\n  "expectedBehavior": "b",\n  "expectedTol": "a"\n}\n';
  const uri = caseUri.replace('.yaml', '.json');
  const { service } = inMemory();
  const document = documentOf(text, uri);
  const unknown = service.doDiagnostics(document).find((each) => each.code === 'CB002');
  expect(unknown?.range).toEqual({ start: { line: 5, character: 2 }, end: { line: 5, character: 15 } });
  const [fix] = unknown ? service.doCodeActions(document, unknown.range) : [];
  expect(fix?.edit?.changes?.[uri]?.[0]?.newText).toBe('"expectedTool"');
});

test('no judge decides before one was held against labels', () => {
  const text = 'id: one\nquery: q\nkind: capability\nexpectedBehavior: b\nexpectedTool: a\njudge: {use: strict}\n';
  expect(inMemory({ config: 'judges: {strict: {}}\n' }).service.doDiagnostics(documentOf(text)).map(({ code, message }) => [code, message])).toEqual([['CB701', 'strict is not calibrated: its verdicts are shown and decide nothing.']]);
  expect(codesOf(inMemory({ config: 'judges: {strict: {}}\n' }).service.doDiagnostics(documentOf(text.replace('}', ', requireCalibrated: false}'))))).toEqual([]);
});
