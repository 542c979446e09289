import { describe, expect, test } from 'vitest';
import { parseTree, toJson } from '../../src/core/cases/tree.ts';
import type { TreeNode } from '../../src/core/cases/tree.ts';
import { caseUri, documentOf, inMemory } from './inMemoryWorkspace.ts';
import { shopCatalogue } from './seenCatalogue.ts';

// Whatever stands in a well-formed file is offered where it stands, when it is taken away: as a whole, and typed up to there.
const yaml = `# what the shop sells
casebook: 1
suite: orders
defaults:
  tier: strict
  metadata: {owner: ann, segment: {cohort: nonVolunteer, scope: core}}
cases:
  - id: one
    kind: regression
    failureWeObserved:
      class: tool_selection
      mode: wrong_tool
    variants:
      - {id: typo, kind: typo, query: "q: {1}"}
      - id: terse
        kind: terse
        query: 'it''s #1'
    epochs: {count: 5, reducer: all}
    targets: [live, replay]

    trajectory:
      mode: in_order
      steps:
        - id: first
          tool: getShipment
          optional: true
          args: {orderId: "12345", carrier: "no", filter: {$subset: {limit: 10}}}
        - anyOf:
            - tool: getShipment
              args:
                orderId: A-1
                includeEvents: true
            - {tool: issueRefund, args: {currency: EUR}}
          after: [first]
      forbidden:
      - getInvoice
      - tool: issueRefund
        unless: {approval: granted, by: support}
        severity: blocker
      terminal: finished
    answer:
      match: number
      reject:
        - {$regex: "a|b", flags: i}
        - $type: integer
    retrieval:
      relevant:
        - {id: policy/returns-eu, version: "2024"}
      freshness: {maxAge: P90D, asOf: run, onStale: mustReject}
    policy:
      requiresApproval: [{tools: [issueRefund], by: support}]
    metadata: {difficulty: easy, coverage: [orders], owner: ann}
  # between two cases
  - id: two
    status: draft
    judge: {use: grounded, criteria: [tone], penalize: [hedging]}
    tier: strict
    metadata:
      segment: {useCase: refunds}
---
id: three
kind: policy
policy: {boundary: refund-limit, expect: refuse}
`;

const around = {
  catalogue: shopCatalogue,
  config: 'targets:\n  live: {type: command, command: [node, a.mjs]}\njudges: {grounded: {}}\nroles: [support]\nowners: [ann]\ntags: [orders]\n',
  release: 'tiers: {strict: {thresholds: {toolF1: 0.9}}}\nuseCases: [{id: refunds}]\npolicies: [{id: refund-limit}]\n',
};
/** Written by hand: no list of anybody's. */
const free = new Set(['casebook', 'suite', 'id', 'query', 'count', '$regex']);

type Part = { readonly start: number; readonly end: number; readonly label: string; readonly isKey: boolean; readonly key: string };

function partsOf(node: TreeNode, key = ''): readonly Part[] {
  if (node.kind === 'map') return node.entries.flatMap((entry) => [{ ...entry.keyRange, label: entry.key, isKey: true, key: entry.key }, ...partsOf(entry.value, entry.key)]);
  if (node.kind === 'list') return node.items.flatMap((item) => partsOf(item, key));
  return [{ ...node.range, label: String(node.value), isKey: false, key }];
}

const { service } = inMemory(around);
function offered(text: string, offset: number, uri: string): readonly string[] {
  const document = documentOf(text, uri);
  return service.doComplete(document, document.positionAt(offset)).items.map(({ label }) => label);
}

const json = JSON.stringify(toJson(parseTree(yaml)[0]!.root!), null, 2);

describe.each([['YAML', yaml, caseUri], ['YAML with Windows line ends', yaml.replaceAll('\n', '\r\n'), caseUri], ['JSON', json, caseUri.replace('.yaml', '.json')], ['JSON on one line', JSON.stringify(JSON.parse(json)), caseUri.replace('.yaml', '.json')]])('%s', (_, text, uri) => {
  const parts = parseTree(text).flatMap(({ root }) => (root ? partsOf(root) : []));
  const known = parts.filter(({ isKey, key }) => isKey || !free.has(key));

  test('has enough to tell', () => expect(known.length).toBeGreaterThan(90));

  test('offers each key and value in its place', () => {
    const missing = known.filter(({ start, end, label }) => !offered(text.slice(0, start) + text.slice(end), start, uri).includes(label));
    expect(missing.map(({ label, key, isKey }) => `${isKey ? 'key' : key} ${label}`)).toEqual([]);
  });

  test('offers them where nothing follows yet', () => {
    const missing = known.filter(({ start, label }) => !offered(text.slice(0, start), start, uri).includes(label));
    expect(missing.map(({ label, key, isKey }) => `${isKey ? 'key' : key} ${label}`)).toEqual([]);
  });

  test('offers them while they are half typed', () => {
    const missing = known.filter(({ start, label }) => {
      const quote = /["']/.test(text[start] ?? '') ? 1 : 0;
      const at = start + quote + Math.min(2, label.length);
      return !offered(text.slice(0, at), at, uri).includes(label);
    });
    expect(missing.map(({ label, key, isKey }) => `${isKey ? 'key' : key} ${label}`)).toEqual([]);
  });
});
