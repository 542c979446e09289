import { describe, expect, test } from 'vitest';
import { SymbolKind } from 'vscode-languageserver-types';
import type { Location, RenameFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { proofHash, proofHolds } from '../../src/core/cases/prove.ts';
import { CaseIndex } from '../../src/language/caseIndex.ts';
import { indexEntryOf } from '../../src/language/indexEntry.ts';
import type { LanguageService } from '../../src/language/languageService.ts';
import { recordingOf } from '../core/cases/wants.ts';
import { atCursor, caseUri, documentOf, inMemory } from './inMemoryWorkspace.ts';

const other = 'file:///shop/casebook/cases/more/other.case.yaml';
const settings = { config: 'file:///shop/casebook/config.yaml', taxonomy: 'file:///shop/casebook/taxonomy.yaml', release: 'file:///shop/casebook/release.yaml' };

const config = `tags: [orders, refunds] # known
roles: [supervisor]
owners: [risk-team]
judges:
  strict: {use: x}
targets: {local: {type: command, command: run}}
tools: tools.json
`;
const taxonomy = `classes:
  - id: billing # ours
    modes:
      - id: double_charge
`;
const release = `tiers:
  support: {}
gates:
  - id: g
    rules: [{metric: passRate, slice: tag:orders}]
    blockers: {failureClass: [billing], cases: "tag:orders"}
`;
const tools = '[{"name": "getOrder"}, {"name": "issueRefund"}]';
const here = `id: here
query: q
tier: support
expectedTool: getOrder # the tool
failureWeObserved: {summary: s, class: billing, mode: double_charge}
metadata: {coverage: [orders, 'orders'], owner: risk-team}
trajectory:
  steps:
    - {id: first, tool: getOrder}
    - id: second
      after: [first]
      anyOf: [{tool: "getOrder"}]
  forbidden: [getOrder, {tool: issueRefund, unless: {by: supervisor}}]
`;
const elsewhere = `cases:
  - id: elsewhere
    query: q
    expectedTool: [issueRefund, getOrder]
    targets: [local]
    judge: {use: strict}
    metadata: {coverage: [orders]}
    trajectory: {steps: [{id: first, tool: x}]}
`;

function around(text: string, more: Parameters<typeof inMemory>[0] = {}) {
  const files = { [caseUri]: text, [other]: elsewhere, [settings.config]: config, [settings.taxonomy]: taxonomy, [settings.release]: release };
  return { files, ...inMemory({ config, taxonomy, release, beside: { 'tools.json': tools }, ...more, files }) };
}

/** The text at each place, with its file. */
function shown(locations: readonly Location[], texts: Readonly<Record<string, string>>): string[] {
  return locations.map(({ uri, range }) => {
    const document = TextDocument.create(uri, '', 0, texts[uri] ?? tools);
    return `${uri.split('/').at(-1)}:${range.start.line + 1} ${document.getText(range)}`;
  });
}

const marked = (words: string, at = 0): string => here.slice(0, here.indexOf(words) + words.length + at) + '|' + here.slice(here.indexOf(words) + words.length + at);

function definition(words: string): string[] {
  const { document, offset } = atCursor(marked(words));
  const { service, files } = around(here);
  return shown(service.doDefinition(document, document.positionAt(offset)), files);
}

function references(words: string, withDefinition = true): string[] {
  const { document, offset } = atCursor(marked(words));
  const { service, files } = around(here);
  return shown(service.doReferences(document, document.positionAt(offset), withDefinition), files);
}

describe('definition', () => {
  test.each([
    ['tier: sup', ['release.yaml:2 support']],
    ['class: bil', ['taxonomy.yaml:2 billing']],
    ['mode: dou', ['taxonomy.yaml:4 double_charge']],
    ['coverage: [ord', ['config.yaml:1 orders']],
    ['owner: ris', ['config.yaml:3 risk-team']],
    ['by: sup', ['config.yaml:2 supervisor']],
    ['after: [fi', ['this.case.yaml:9 first']],
    ['expectedTool: get', ['tools.json:1 "getOrder"']],
    ['summary: s', []],
  ])('of %s', (words, found) => {
    expect(definition(words)).toEqual(found);
  });
});

describe('references', () => {
  test('of a tag stand in cases, config.yaml and release.yaml', () => {
    expect(references('coverage: [ord')).toEqual(['config.yaml:1 orders', 'release.yaml:5 orders', 'release.yaml:6 orders', 'this.case.yaml:6 orders', 'this.case.yaml:6 orders', 'other.case.yaml:7 orders']);
    expect(references('coverage: [ord', false)).toHaveLength(5);
  });

  test('of a tool stand in every place that takes one', () => {
    expect(references('expectedTool: get')).toEqual(['this.case.yaml:4 getOrder', 'this.case.yaml:9 getOrder', 'this.case.yaml:12 getOrder', 'this.case.yaml:13 getOrder', 'other.case.yaml:4 getOrder']);
  });

  test('of a step stay in its case', () => {
    expect(references('after: [fi')).toEqual(['this.case.yaml:9 first', 'this.case.yaml:11 first']);
  });
});

/** All files as they are after the rename. */
function applied(edit: WorkspaceEdit, texts: Readonly<Record<string, string>>): Record<string, string> {
  const after: Record<string, string> = { ...texts };
  const change = (uri: string, edits: readonly TextEdit[]): void => {
    after[uri] = TextDocument.applyEdits(TextDocument.create(uri, '', 0, after[uri] ?? ''), [...edits]);
  };
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) change(uri, edits);
  for (const each of edit.documentChanges ?? []) {
    if ('textDocument' in each) change(each.textDocument.uri, (each as TextDocumentEdit).edits as TextEdit[]);
    else if (each.kind === 'rename') {
      after[each.newUri] = after[each.oldUri] ?? '';
      delete after[each.oldUri];
    }
  }
  return after;
}

function edited(answer: ReturnType<LanguageService['doRename']>): WorkspaceEdit | undefined {
  if (answer && 'refused' in answer) throw new Error(answer.refused);
  return answer;
}

function renamed(words: string, to: string, text = here): Record<string, string> {
  const at = text.indexOf(words) + words.length;
  const document = documentOf(text);
  const { service, files } = around(text);
  const position = document.positionAt(at);
  const prepared = service.prepareRename(document, position, true);
  if (prepared && 'refused' in prepared) throw new Error(prepared.refused);
  expect(prepared?.placeholder).toBeTypeOf('string');
  const edit = edited(service.doRename(document, position, to, true));
  const all = { ...files, 'file:///shop/casebook/../tools.json': tools, 'file:///shop/tools.json': tools };
  return edit ? applied(edit, all) : all;
}

const refusal = (words: string, to: string, text = here): string => {
  try {
    renamed(words, to, text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'renamed';
};

describe('rename', () => {
  test('of a tag changes every place and keeps quotes and comments', () => {
    const after = renamed('coverage: [ord', 'purchases');
    expect(after[caseUri]).toBe(here.replace("[orders, 'orders']", "[purchases, 'purchases']"));
    expect(after[other]).toBe(elsewhere.replace('[orders]', '[purchases]'));
    expect(after[settings.config]).toBe(config.replace('[orders', '[purchases'));
    expect(after[settings.release]).toBe(release.replaceAll('tag:orders', 'tag:purchases'));
  });

  test('of a step changes only its case', () => {
    const after = renamed('after: [fi', 'one');
    expect(after[caseUri]).toBe(here.replace('{id: first', '{id: one').replace('[first]', '[one]'));
    expect(after[other]).toBe(elsewhere);
  });

  test('of a class leaves word of the old one, which labels name', () => {
    const after = renamed('class: bil', 'charges');
    expect(after[caseUri]).toBe(here.replace('class: billing', 'class: charges'));
    expect(after[settings.release]).toBe(release.replace('[billing]', '[charges]'));
    expect(after[settings.taxonomy]).toBe(`${taxonomy.replace('id: billing', 'id: charges')}  - id: billing\n    mergedInto: charges\n`);
  });

  test('of a tool reaches the catalogue', () => {
    const after = renamed('expectedTool: get', 'fetchOrder');
    expect(after[caseUri]).toBe(here.replaceAll('getOrder', 'fetchOrder'));
    expect(after['file:///shop/tools.json']).toBe(tools.replace('getOrder', 'fetchOrder'));
  });

  test('of a tier, an owner and a role reach where they are defined', () => {
    expect(renamed('tier: sup', 'standard')[settings.release]).toBe(release.replace('support:', 'standard:'));
    expect(renamed('owner: ris', 'safety')[settings.config]).toBe(config.replace('risk-team', 'safety'));
    expect(renamed('by: sup', 'lead')[settings.config]).toBe(config.replace('supervisor', 'lead'));
  });

  test('follows aliases to their anchor', () => {
    const text = 'id: a\nquery: q\nmetadata: {coverage: [&t orders]}\ntrajectory: {steps: [{tool: x}]}\n---\nid: b\nquery: q\nexpectedTool: &x orders\nmetadata: {coverage: [*x]}\n';
    const after = renamed('[&t ord', 'purchases', text)[caseUri] ?? '';
    expect(after).toBe(text.replace('&t orders', '&t purchases').replace('[*x]', '[purchases]'));
  });

  test('writes a name as text where YAML would read it otherwise', () => {
    expect(renamed('owner: ris', '12')[caseUri]).toContain('owner: "12"');
  });

  test.each([
    ['id: he', 'Not Good', '"Not Good" cannot be the id of a case: ids are lower-case letters, digits, dots, hyphens and underscores. Try not-good.'],
    ['id: he', 'elsewhere', 'elsewhere is taken: a case of this name stands in other.case.yaml. Choose another name.'],
    ['coverage: [ord', 'refunds', 'refunds is taken: a tag of this name stands in config.yaml. Choose another name.'],
    ['after: [fi', 'second', 'second is taken: a step of this name stands in this.case.yaml. Choose another name.'],
    ['class: bil', 'tool_selection', 'tool_selection is taken: a failure class of this name is built in. Choose another name.'],
    ['owner: ris', ' ', 'A name is one line of text, without blanks around it. Try another name.'],
  ])('is refused: %s to %s', (words, to, said) => {
    expect(refusal(words, to)).toBe(said);
  });

  test('of what is built in is refused before it is typed', () => {
    const text = here.replace('class: billing', 'class: tool_selection');
    expect(refusal('class: tool', 'mine', text)).toContain('tool_selection is built in');
  });

  test('of a case takes its recording along, and its proof still holds', () => {
    const proven = 'id: a-case\nquery: q\nexpectedTool: getOrder\nsource: {traceId: t, proof: {at: "2026-01-01", sha256: "HASH", failed: [c], casebook: "1"}}\n';
    const value = parseCaseFile(proven).cases[0]?.value;
    const text = proven.replace('HASH', value ? proofHash(value, recordingOf('a-case')) : '');
    const recording = 'file:///shop/casebook/recordings/a-case.json';
    const document = documentOf(text);
    const { service } = inMemory({ files: { [caseUri]: text, [other]: elsewhere }, recordings: ['a-case'] });
    const edit = edited(service.doRename(document, document.positionAt(6), 'b-case', true));
    expect(edit?.documentChanges?.at(-1)).toEqual({ kind: 'rename', oldUri: recording, newUri: 'file:///shop/casebook/recordings/b-case.json' } satisfies RenameFile);
    const after = applied(edit ?? {}, { [caseUri]: text, [recording]: JSON.stringify(recordingOf('a-case')) });
    const moved = JSON.parse(after['file:///shop/casebook/recordings/b-case.json'] ?? '') as ReturnType<typeof recordingOf>;
    const now = parseCaseFile(after[caseUri] ?? '').cases[0]?.value;
    expect([now?.id, moved.case]).toEqual(['b-case', 'b-case']);
    expect(now && proofHolds(now, moved)).toBe(true);
  });

  test('of a case is refused where its recording could not follow', () => {
    const document = documentOf('id: a-case\nquery: q\n');
    const { service } = inMemory({ files: {}, recordings: ['a-case'] });
    expect(service.doRename(document, document.positionAt(6), 'b-case', false)).toEqual({ refused: 'a-case has a recording, which this editor does not let a rename move along. Rename a-case.json in recordings by hand, together with the id.' });
  });

  test('of a case leaves the recording where two cases have its id', () => {
    const text = 'id: twin\nquery: q\n---\nid: twin\nquery: r\n';
    const document = documentOf(text);
    const { service } = inMemory({ files: { [caseUri]: text }, recordings: ['twin'] });
    expect(applied(edited(service.doRename(document, document.positionAt(5), 'other-twin', true)) ?? {}, { [caseUri]: text })).toEqual({ [caseUri]: text.replace('twin', 'other-twin') });
  });
});

test('the files that a case names are links', () => {
  const text = 'id: a\nquery: q\nsource: {file: traces/one.jsonl}\noutputContract: {schema: {$ref: "../schemas/out.json"}}\n';
  const { service } = inMemory();
  expect(service.doLinks(documentOf(text)).map((each) => each.target)).toEqual(['file:///shop/traces/one.jsonl', 'file:///shop/casebook/schemas/out.json']);
});

test('selections grow from the value to the file', () => {
  const text = 'cases:\n  - id: a\n    query: hello\n';
  const document = documentOf(text);
  const grown: string[] = [];
  for (let range = inMemory().service.doSelections(document, [{ line: 2, character: 13 }])[0]; range; range = range.parent as typeof range) grown.push(document.getText(range.range).trimEnd());
  expect(grown).toEqual(['hello', 'query: hello', 'id: a\n    query: hello', '- id: a\n    query: hello', 'cases:\n  - id: a\n    query: hello', text.trimEnd()].filter((each, index, all) => each !== all[index - 1]));
});

describe('folding', () => {
  const folds = (text: string): string[] => inMemory().service.doFolding(documentOf(text)).map(({ startLine, endLine, kind }) => `${startLine + 1}-${endLine + 1}${kind ? ` ${kind}` : ''}`);

  test('of cases, lists, comments and documents', () => {
    expect(folds('# one\n# two\ncases:\n- id: a\n  query: q\n  tags:\n  - x\n  - y\n\n- id: b\n  query: |\n    a\n    b\n\n---\nid: c\nquery: q\n')).toEqual(['1-2 comment', '3-13', '4-8', '6-8', '10-13', '11-13', '15-17']);
  });

  test('of JSON includes the closing bracket', () => {
    expect(folds('{\n  "cases": [\n    {\n      "id": "a"\n    }\n  ]\n}\n')).toEqual(['1-7', '2-6', '3-5']);
  });

  test('of a text that cannot be read', () => {
    expect(folds('cases:\n  - id: [a\r\n    query: "q\r\n')).toEqual(['1-3', '2-3']);
  });
});

test('the outline shows steps and variants', () => {
  const [first] = inMemory().service.doSymbols(documentOf(`${here}variants: [other words, {id: v, query: w}]\n`));
  const inside = (name: string): string[] | undefined => first?.children?.find((each) => each.name === name)?.children?.map((each) => each.name);
  expect(inside('trajectory')).toEqual(['first: getOrder', 'second: any of getOrder']);
  expect(inside('variants')).toEqual(['other words', 'v']);
});

describe('by the index of all files', () => {
  const index = new CaseIndex(() => 'file:///shop');
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`file:///shop/casebook/cases/n${n}.case.yaml`, `suite: numbers\ncases:\n  - {id: n-${n}, query: Say ${n}, metadata: {coverage: [${n % 10 === 0 ? 'tens' : 'rest'}]}}\n`]));
  for (const [uri, text] of Object.entries(many)) index.put(indexEntryOf(uri, parseCaseFile(text)));
  index.whole = true;
  const { service, asked } = inMemory({ files: many, index });

  test('symbols are found by id, title and suite', () => {
    const [found] = service.doWorkspaceSymbols('say 17');
    expect(found).toEqual({ name: 'n-17 – Say 17', kind: SymbolKind.Event, containerName: 'numbers', location: { uri: 'file:///shop/casebook/cases/n17.case.yaml', range: { start: { line: 2, character: 9 }, end: { line: 2, character: 13 } } } });
    expect(service.doWorkspaceSymbols('n20')).toHaveLength(1);
    expect(service.doWorkspaceSymbols('zzz')).toEqual([]);
    expect(service.doWorkspaceSymbols('').length).toBe(60);
  });

  test('references read only the files that hold the name', () => {
    const uri = 'file:///shop/casebook/cases/n0.case.yaml';
    const document = documentOf(many[uri] ?? '', uri);
    asked.clear();
    expect(service.doReferences(document, document.positionAt(document.getText().indexOf('tens') + 1), true)).toHaveLength(3);
    expect([...asked.keys()].filter((each) => each.includes('/cases/'))).toHaveLength(3);
  });
});
