import { describe, expect, test } from 'vitest';
import { DiagnosticSeverity, MarkupContent } from 'vscode-languageserver-types';
import { proofHash } from '../../src/core/cases/prove.ts';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { recordingOf } from '../core/cases/wants.ts';
import { atCursor, caseUri, documentOf, inMemory } from './inMemoryWorkspace.ts';

const failing = `id: catches
query: q
expectedBehavior: Names the status
failureWeObserved: {summary: Claimed delivery, class: tool_selection}
source: {traceId: tr_known}
expectedTool: getOrder
`;

describe('diagnostics', () => {
  test('carry code, severity, source and range', () => {
    const document = documentOf('id: a\nquery: q\nkind: capabilty\nexpectedTool: x\nexpectedBehavior: Names it\n');
    expect(inMemory().service.doDiagnostics(document)).toEqual([
      { source: 'Casebook', code: 'CB003', severity: DiagnosticSeverity.Error, message: 'kind has no value capabilty. Did you mean capability?', range: { start: { line: 2, character: 6 }, end: { line: 2, character: 15 } }, codeDescription: { href: 'file:///docs/diagnostics.md#CB003' } },
    ]);
  });

  test('name the other file that has the id', () => {
    const other = 'file:///shop/casebook/cases/other.case.yaml';
    const { service } = inMemory({ files: { [other]: '# first\nid: same\nquery: q\n' } });
    const [duplicate] = service.doDiagnostics(documentOf('id: same\nquery: q\nkind: capability\nexpectedTool: x\nexpectedBehavior: Names it\n'));
    expect(duplicate).toMatchObject({ code: 'CB103', relatedInformation: [{ location: { uri: other, range: { start: { line: 1, character: 4 }, end: { line: 1, character: 8 } } } }] });
  });

  test('other files are parsed again only when they change', () => {
    const other = 'file:///shop/casebook/cases/other.case.yaml';
    const files = { [other]: 'id: other\nquery: q\n' };
    const { service } = inMemory({ files });
    const document = documentOf('id: other\nquery: q\nkind: capability\nexpectedTool: x\nexpectedBehavior: Names it\n');
    expect(service.doDiagnostics(document).map((each) => each.code)).toEqual(['CB103']);
    files[other] = 'id: renamed\nquery: q\n';
    expect(service.doDiagnostics(document).map((each) => each.code)).toEqual([]);
  });

  test('targets are judged only when the config says which there are', () => {
    const document = documentOf('id: a\nquery: q\nkind: capability\nexpectedTool: x\nexpectedBehavior: Names it\ntargets: [falty]\n');
    expect(inMemory().service.doDiagnostics(document)).toEqual([]);
    expect(inMemory({ config: 'targets: {faulty: {type: command, command: x}}\n' }).service.doDiagnostics(document).map((each) => each.message)).toEqual(['config.yaml has no target falty. Did you mean faulty?']);
  });

  test('config.yaml and taxonomy.yaml have codes of their own', () => {
    const { service } = inMemory();
    const codes = (text: string, name: string): unknown[] => service.doDiagnostics(documentOf(text, `file:///shop/casebook/${name}.yaml`)).map((each) => each.code);
    expect(codes('targets: {a: {type: command, comand: x}}\n', 'config')).toEqual(['CB802']);
    expect(codes('targets: {a: {type: comand}}\nroles: 5\n', 'config')).toEqual(['CB803', 'CB803']);
    expect(codes('targets: {a: {type: command, command: x}}\ndefaultTarget: b\nroles: [\n', 'config')).toEqual(['CB806', 'CB801']);
    expect(codes('classes:\n  - {id: a, mergedInto: tool_selektion}\n  - id: a\n  - {name: x}\n', 'taxonomy')).toEqual(['CB804']);
    expect(codes('classes:\n  - {id: a, mergedInto: tool_selektion}\n  - id: a\n', 'taxonomy')).toEqual(['CB806', 'CB807']);
    expect(codes('', 'config')).toEqual([]);
  });
});

describe('hover', () => {
  const hover = (marked: string, around = {}): string => {
    const { document, offset } = atCursor(marked);
    const contents = inMemory(around).service.doHover(document, document.positionAt(offset))?.contents;
    return MarkupContent.is(contents) ? contents.value : '';
  };

  test('says what a field means, and what it may be', () => {
    expect(hover('id: a\nquery: q\nki|nd: policy\npolicy: {boundary: b}\n')).toMatch(/^\*\*kind\*\*\n\nDefault regression\..*One of `regression`, `capability`/s);
  });

  test('in a suite, deep in a list', () => {
    expect(hover('cases:\n  - id: a\n    query: q\n    trajectory:\n      steps:\n        - {tool: x, opt|ional: true}\n')).toContain('never lowers recall');
  });

  test('says what a failure class and a matcher mean', () => {
    expect(hover('id: a\nquery: q\nfailureWeObserved: {class: tool_sel|ection}\n')).toContain('Picks the wrong tool');
    expect(hover('id: a\nquery: q\nanswer: {reject: [{$re|gex: x}]}\n')).toContain('linear time');
  });

  test('says what a code means', () => {
    expect(hover('id: a\nquery: q\nexpectedTool: x\nbudgets: {latencyMs: 8|}\n')).toContain('CB602: The latency budget looks like seconds');
  });

  test('shows what the last run said, as it said it', () => {
    const results = [{ caseId: 'aa', runId: '', outcome: 'fail' as const, at: '2026-03-01', target: 'faulty', passed: 0, trials: 1, sentence: 'called [searchOrders](http://x)' }];
    expect(hover('id: a|a\nquery: q\n', { results })).toContain('Last run: fail, 0 of 1 against faulty, 2026-03-01\n\ncalled \\[searchOrders\\]');
  });

  test('has nothing to say of free text', () => {
    expect(hover('id: a\nquery: so|me\nkind: capability\nexpectedTool: x\nexpectedBehavior: y\n')).toBe('');
  });
});

describe('quick fixes', () => {
  test('belong to the problem at the cursor and edit the file', () => {
    const { document, offset } = atCursor('id: a\nquery: q\nkind: cap|abilty\nexpectedTool: x\nbudgets: {latencyMs: 5}\n');
    const position = document.positionAt(offset);
    const actions = inMemory().service.doCodeActions(document, { start: position, end: position });
    expect(actions).toMatchObject([{ title: 'Change to capability', kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'CB003' }], edit: { changes: { [caseUri]: [{ newText: 'capability' }] } } }]);
  });

  test('prove again is a command with the case', () => {
    const document = documentOf(failing.replace('getOrder', 'searchOrders'));
    const { service } = inMemory({ recordings: ['catches'], traces: ['tr_known'] });
    const wrong = service.doDiagnostics(document).find((each) => each.code === 'CB126');
    const actions = service.doCodeActions(document, wrong?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
    expect(actions.map((action) => action.command)).toContainEqual({ title: 'Prove again', command: 'casebook.proveCase', arguments: [{ uri: caseUri, caseId: 'catches' }] });
  });
});

describe('lenses', () => {
  const titles = (text: string, around: Parameters<typeof inMemory>[0] = {}): readonly string[] => inMemory(around).service.doCodeLenses(documentOf(text)).map((lens) => lens.command?.title ?? '');

  test('without a recording', () => {
    expect(titles(failing)).toEqual(['$(play) Run', '$(unverified) Prove: not proven yet', '$(list-tree) Open trace']);
  });

  test('a recording is evaluated at once; only a proof that holds says so', () => {
    const value = parseCaseFile(failing).cases[0]?.value;
    const sha256 = value ? proofHash(value, recordingOf('catches')) : '';
    const proven = failing.replace('{traceId: tr_known}', `{traceId: tr_known, proof: {at: now, sha256: "${sha256}", failed: [expectedTool], casebook: 0.1.0}}`);
    expect(titles(failing, { recordings: ['catches'] })[1]).toBe('$(unverified) Prove: not proven yet');
    expect(titles(proven, { recordings: ['catches'] })[1]).toBe('$(verified) Prove: catches the failure');
    expect(titles(proven.replace('getOrder', 'getParcel'), { recordings: ['catches'] })[1]).toBe('$(unverified) Prove: catches the failure, proof is stale');
    expect(titles(proven.replace('getOrder', 'searchOrders'), { recordings: ['catches'] })[1]).toMatch(/^\$\(warning\) Prove: does not catch it, because \S+ passed: /);
    const forbidding = proven.replace('failed: [expectedTool]', 'failed: ["forbidden[0]"]').replace('getOrder', 'searchOrders').replace(/\n*$/, '\ntrajectory: {forbidden: [changeAddress]}\n');
    expect(titles(forbidding, { recordings: ['catches'] })[1]).toMatch(/^\$\(warning\) Prove: does not catch it, because forbidden\[0\] passed: /);
  });

  test('the last result, on the line of the id of each case', () => {
    const text = 'cases:\n  - query: q\n    id: one\n  - {id: two, query: q}\n  - query: no id\n';
    const results = [{ caseId: 'one', runId: '', outcome: 'fail' as const, at: '', target: 'faulty', passed: 2, trials: 3, sentence: 'getOrder was never called' }];
    const lenses = inMemory({ results }).service.doCodeLenses(documentOf(text));
    expect(lenses.map((lens) => [lens.range.start.line, lens.command?.title])).toEqual([[2, '$(play) Run'], [2, '$(error) Fail, 2 of 3 on faulty: getOrder was never called'], [3, '$(play) Run'], [3, 'Not run']]);
    const hostile = inMemory({ results: results.map((each) => ({ ...each, sentence: '$(trash) [x](command:y)' })) }).service.doCodeLenses(documentOf(text));
    expect(hostile[1]?.command?.title).toBe('$(error) Fail, 2 of 3 on faulty: $\u2060(trash) [x]\u2060(command:y)');
    expect(lenses[0]?.command).toMatchObject({ command: 'casebook.runCase', arguments: [{ uri: caseUri, caseId: 'one' }] });
  });
});

describe('symbols and places', () => {
  const text = 'cases:\n  - id: one\n    query: What?\n    trajectory:\n      forbidden:\n        - a\n        - {tool: b}\n';

  test('cases are symbols with their fields', () => {
    expect(inMemory().service.doSymbols(documentOf(text))).toMatchObject([{ name: 'one', detail: 'What?', children: [{ name: 'id' }, { name: 'query' }, { name: 'trajectory' }] }]);
  });

  test('expectations stand where they stand now', () => {
    const { service } = inMemory();
    const lines = (paths: readonly (readonly (string | number)[])[], id = 'one'): unknown[] => service.expectationRanges(documentOf(text), id, paths).map((range) => range?.start.line ?? null);
    expect(lines([['trajectory', 'forbidden', 1], ['trajectory', 'forbidden', 9], ['groundTruth'], ['query']])).toEqual([6, 4, 1, 2]);
    expect(lines([['query']], 'gone')).toEqual([null]);
  });

  test('the cases of a file with their whole ranges', () => {
    expect(inMemory().service.casesIn(documentOf(text))).toEqual([{ id: 'one', range: { start: { line: 1, character: 4 }, end: { line: 7, character: 0 } } }]);
  });
});
