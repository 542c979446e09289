import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, test } from 'vitest';
import type { LanguageService } from '../../src/language/languageService.ts';
import { caseUri, documentOf, inMemory } from './inMemoryWorkspace.ts';

// Typed character by character, as the server is told of it: nothing throws at any place, and what is shown is always of the
// text as it stands.
const yaml = `casebook: 1
suite: orders   # what the shop sells
defaults: {tier: support, metadata: {difficulty: easy}}
cases:
  - id: one
    query: "What's the status of \\"12345\\"?"
    expectedTool: &tool getOrder
    failureWeObserved: {summary: 'It''s wrong', class: tool_selection}
    expectedBehavior:
      - |
        Names the status
      - Claims nothing else
    # casebook-disable-next-line CB602 cached
    budgets: {latencyMs: 8}
    trajectory:
      steps:
        - tool: *tool
          args: {orderId: {$regex: '^\\d+$', flags: i}}
        - anyOf: [{tool: a}, {tool: b}]
---
id: two
query: {{who}}
kind: capabilty
? odd
: key
<<: *tool
`;
const json = `{
  "casebook": 1, "suite": "orders",
  "cases": [
    {"id": "one", "query": "q\\n\\u00e9", "expectedTool": null, "kind": "capability",
     "answer": {"match": "number", "value": 3e2, "tolerance": {"abs": -1}}},
    {"id": "one", "messages": [{"role": "user", "content": "hi"}], "expectedTol": ["a", "b"]}
  ]
}
`;
const config = `casebook: 1
targets:
  live: {type: command, command: [node, agent.js]}
defaultTarget: liv
tools: [getOrder, {name: getOrder, schema: {type: object}}]
redaction: {rules: [{name: x, pattern: "(?=a)"}]}
`;
const release = `tiers: {support: {thresholds: {toolF1: 0.9}}}
scorecard:
  - {score: tools, metric: toolF1}
gates: [{id: prompt, rules: [{metric: toolF1, op: ">=", value: 0.9}]}]
governance: {accountable: ann, cadence: {every: P7D, last: 2026-02-01}}
`;
const taxonomy = 'classes:\n  - {id: a, mergedInto: b}\n  - {id: b, mergedInto: a, modes: [{id: m}, {id: m}]}\n';

const settings = (name: string): string => `file:///shop/casebook/${name}.yaml`;
const samples = [
  ['a suite in YAML', yaml, caseUri], ['the same with Windows line ends', yaml.slice(0, 700).replaceAll('\n', '\r\n'), caseUri], ['a suite in JSON', json, caseUri.replace('.yaml', '.json')],
  ['config.yaml', config, settings('config')], ['release.yaml', release, settings('release')], ['taxonomy.yaml', taxonomy, settings('taxonomy')],
] as const;

const asked = (service: LanguageService, document: TextDocument, offset: number): void => {
  const position = document.positionAt(offset);
  service.doComplete(document, position);
  service.doHover(document, position);
  service.doCodeActions(document, { start: position, end: position });
  service.doSymbols(document);
  service.doCodeLenses(document);
};

describe.each(samples)('%s', (_, text, uri) => {
  test('can be typed from the first character to the last', () => {
    const { service } = inMemory();
    const document = TextDocument.create(uri, 'casebook-case', 0, '');
    for (let end = 0; end < text.length; end++) {
      const position = document.positionAt(end);
      TextDocument.update(document, [{ range: { start: position, end: position }, text: text[end] ?? '' }], end + 1);
      const shown = service.doDiagnostics(document);
      if (end % 13 === 0) expect(shown).toEqual(inMemory().service.doDiagnostics(documentOf(text.slice(0, end + 1), uri)));
      if (end % 11 === 0) asked(service, document, end + 1);
    }
    expect(service.doDiagnostics(document)).toEqual(inMemory().service.doDiagnostics(documentOf(text, uri)));
    expect(service.doDiagnostics(document).length).toBeGreaterThan(0);
  });

  test('can be taken away and given back anywhere', () => {
    const { service } = inMemory();
    for (let at = 0; at < text.length; at += 19) {
      for (const changed of [text.slice(0, at) + text.slice(at + 5), `${text.slice(0, at)}"${text.slice(at)}`, `${text.slice(0, at)}\n\t${text.slice(at)}`]) {
        const document = documentOf(changed, uri);
        service.doDiagnostics(document);
        asked(service, document, at);
      }
    }
    expect(service.doDiagnostics(documentOf(text, uri))).toEqual(inMemory().service.doDiagnostics(documentOf(text, uri)));
  });

  test('every diagnostic marks characters of the text', () => {
    const document = documentOf(text, uri);
    for (let end = 0; end <= text.length; end += 5) {
      const cut = documentOf(text.slice(0, end), uri);
      for (const { range, message } of inMemory().service.doDiagnostics(cut)) {
        expect(cut.offsetAt(range.start)).toBeLessThanOrEqual(cut.offsetAt(range.end));
        expect(message).not.toMatch(/undefined|\[object|NaN/);
      }
    }
    expect(inMemory().service.doDiagnostics(document).every(({ range }) => document.offsetAt(range.start) < document.offsetAt(range.end))).toBe(true);
  });
});
