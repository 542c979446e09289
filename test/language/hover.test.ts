import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import type { Hover } from 'vscode-languageserver-types';
import type { Catalogue } from '../../src/core/model/catalogue.ts';
import { atCursor, inMemory } from './inMemoryWorkspace.ts';
import { shopCatalogue } from './seenCatalogue.ts';

const around = { catalogue: shopCatalogue, recordings: ['recorded'], taxonomy: 'classes:\n  - {id: billing, name: Billing, definition: Charges what it should not., example: Charged twice., modes: [{id: twice, definition: Two charges for one order.}]}\n' };

function hover(text: string, uri?: string, catalogue: Catalogue = shopCatalogue): Hover | undefined {
  const { document, offset } = atCursor(text, uri);
  return inMemory({ ...around, catalogue }).service.doHover(document, document.positionAt(offset));
}

/** As it is read: without the backslashes that keep Markdown from seeing signs. */
function words(text: string, uri?: string): string {
  const contents = hover(text, uri)?.contents;
  return contents !== undefined && typeof contents === 'object' && 'value' in contents ? contents.value.replaceAll(/\\(?=[!-/:-@[-`{-~])/g, '') : '';
}

const step = (rest: string): string => `id: a\nquery: q\nexpectedTool: getShipment\ntrajectory:\n  steps:\n    - tool: getShipment\n${rest}`;

describe('says what stands under the mouse', () => {
  test.each<[string, string, readonly RegExp[]]>([
    ['a key: meaning and type', 'id: a\nque|ry: q\n', [/^\*\*query\*\*/, /last user message/, /A text\./]],
    ['a key that must be there', 'i|d: a\nquery: q\n', [/Stable identity/, /A text, required\./]],
    ['a key with choices', 'id: a\nki|nd: policy\n', [/Default regression/, /One of `regression`, `capability`/]],
    ['a value to choose: what its key means', 'id: a\nanswer: {match: num|ber, value: 1}\n', [/^\*\*match\*\*/, /How the answer is compared/]],
    ['a matcher', 'id: a\nanswer: {reject: [{$reg|ex: x}]}\n', [/^\*\*\$regex\*\*/, /linear time/, /Options: `flags`/]],
    ['a metric', 'id: a\nquery: q\nthresholds: {tool|F1: 0.9}\n', [/`toolF1`: from 0 to 1, more is better/]],
    ['a tool', 'id: a\nquery: q\nexpectedTool: getShip|ment\n', [
      /getShipment\(\n {2}orderId: string,\n {2}includeEvents\?: boolean,\n {2}legacy\?: number,\n {2}carrier\?: string,\n {2}filter\?: object,\n\)/,
      /Returns the shipment of one order\./, /48 calls in 41 traces, 2 failed \(4 %\), last on 3 Feb 2026\./, /Last result: `\{"status":"in_transit"\}`/,
    ]],
    ['a tool that was never called', 'id: a\nquery: q\nexpectedTool: getIn|voice\n', [/Declared, never called\./]],
    ['a tool of a step', step('').replace('- tool: getS', '- tool: ge|tS'), [/48 calls in 41 traces/]],
    ['an argument', step('      args: {order|Id: "12345"}\n'), [/\*\*Argument\*\* `orderId` of `getShipment`: `string`, required/, /Number of the order\./, /Given in 48 calls\./, /Values: `"12345"` in 7 calls, `"A-1"` in 1 call/]],
    ['its value', step('      args: {orderId: "12|345"}\n'), [/\*\*Argument\*\* `orderId`/]],
    ['an argument inside another', step('      args: {filter: {sin|ce: x}}\n'), [/\*\*Argument\*\* `since`/, /First day\./]],
    ['a document', 'id: a\nquery: q\nretrieval: {relevant: [policy/ret|urns-eu]}\n', [/`policy\/returns-eu`/, /Returns in the EU/, /Versions: `2026-01`, `2024`/, /Retrieved in 30 traces\./]],
    ['a failure class', 'id: a\nquery: q\nfailureWeObserved: {class: bil|ling}\n', [/\*\*Failure class\*\* `billing` \(Billing\)/, /Charges what it should not\./, /Example: Charged twice\./, /Modes: `twice`/]],
    ['a failure mode', 'id: a\nquery: q\nfailureWeObserved: {class: billing, mode: twi|ce}\n', [/\*\*twice\*\* \(mode of billing\)/, /Two charges/]],
    ['the source of a case', 'id: recorded\nquery: q\nsou|rce: {traceId: tr_known}\n', [/The trace the case came from/, /\*\*Recorded run\*\* `tr_known`/, /Question: q/, /- `searchOrders` ok/, /Answer: It was delivered\./]],
    ['what the source holds', 'id: recorded\nquery: q\nsource: {traceId: tr_|known}\n', [/Question: q/]],
    ['a code in the comment that disables it', 'id: a\nquery: q\n# casebook-disable-next-line CB2|01 known\nexpectedTool: x\n', [/\*\*CB201\*\* \(warning\)/]],
    ['in JSON', '{"id": "a", "query": "q", "expectedTool": "getShip|ment"}', [/48 calls in 41 traces/]],
  ])('%s', (_, text, expected) => {
    for (const each of expected) expect(words(text)).toMatch(each);
  });

  test('nothing where there is nothing to say', () => {
    expect(hover('id: a\nquery: wh|at\nexpectedTool: getShipment\n')).toBeUndefined();
    expect(hover('id: a\nquery: q # com|ment\nexpectedTool: getShipment\n')).toBeUndefined();
  });

  test('in settings', () => {
    expect(words('tiers: {a: {thresholds: {tool|F1: 1}}}\n', 'file:///shop/casebook/release.yaml')).toMatch(/`toolF1`/);
    expect(words('defaultT|arget: x\n', 'file:///shop/casebook/config.yaml')).toMatch(/target of cases that name none/);
  });
});

describe('a stranger\'s words are shown, never rendered', () => {
  const hostile = 'See [here](https://evil.example/x) ![p](https://evil.example/p.png) <img src=x onerror=alert(1)> https://evil.example www.evil.example a@evil.example\n\n# Head\n\n```\n``` &lt;b&gt; <https://evil.example> [r]: https://evil.example \u202Ereversed \u001B[31mred';
  const catalogue: Catalogue = {
    ...shopCatalogue,
    tools: [{ ...shopCatalogue.tools[0]!, name: 'bad', description: hostile, lastResult: `\`\`\` ${hostile}`, schema: { type: 'object', properties: { 'x```\n[a](https://evil.example)': { type: hostile }, y: { type: 'string', description: hostile } } }, arguments: [{ name: 'y', calls: 1, types: ['string'], values: [{ value: hostile, count: 1 }] }] }],
    documents: [{ id: 'doc', traces: 1, title: hostile, versions: [hostile] }],
  };
  const rendered = (source: string): string => new MarkdownIt({ html: true, linkify: true }).render(source);

  test.each([
    ['a tool', 'id: a\nquery: q\nexpectedTool: b|ad\n'],
    ['an argument', 'id: a\nquery: q\ntrajectory: {steps: [{tool: bad, args: {|y: 1}}]}\n'],
    ['a document', 'id: a\nquery: q\nretrieval: {relevant: [d|oc]}\n'],
  ])('%s', (_, text) => {
    const contents = hover(text, undefined, catalogue)?.contents;
    const source = contents !== undefined && typeof contents === 'object' && 'value' in contents ? contents.value : '';
    expect(source).toContain('evil');
    const html = rendered(source);
    expect(html).not.toMatch(/<a |<img|<h\d|href=|src="/);
    expect(html.replaceAll(/<\/?(?:p|strong|code|pre|ul|li|em)(?: class="[\w-]+")?>/g, '')).not.toMatch(/<[a-z]/i);
    // eslint-disable-next-line no-control-regex
    expect(source).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
  });

  test('completion says them as plainly', () => {
    const { document, offset } = atCursor('id: a\nexpectedTool: |\n');
    const { items } = inMemory({ catalogue }).service.doComplete(document, document.positionAt(offset));
    const documentation = items.find(({ label }) => label === 'bad')?.documentation;
    expect(rendered(typeof documentation === 'object' ? documentation.value : '')).not.toMatch(/<a |<img|<h\d|href=/);
  });
});
