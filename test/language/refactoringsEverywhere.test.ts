import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, TextDocumentEdit, TextEdit } from 'vscode-languageserver-types';
import { Document, isMap, isSeq, visit } from 'yaml';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { matchValue } from '../../src/core/evaluators/matchers.ts';
import { isJsonMap } from '../../src/core/model/json.ts';
import type { Json, JsonMap } from '../../src/core/model/json.ts';
import { documentOf, inMemory } from './inMemoryWorkspace.ts';

/** Random suites in random styles: block and flow, comments at the ends of lines and above them, both line ends, any order of keys. */
const scalar = fc.oneof(fc.constantFrom<Json>('AB-12', 'no', '12', 'a: b', '# x', 'it\'s', '"q"', 'two words', '', 'x,y', '{a}'), fc.integer({ min: -99, max: 9999 }), fc.boolean());
const step = fc.record({ tool: fc.constantFrom('getOrder', 'find', 'a*'), args: fc.dictionary(fc.constantFrom('order', 'amount', 'deep'), fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxKeys: 3 }) }, { requiredKeys: ['tool'] });
const fields = fc.record({
  tier: fc.constantFrom('support', 'other'), kind: fc.constantFrom('capability', 'stress'), title: fc.constantFrom('One', 'Two: three'),
  expectedTool: fc.constantFrom<Json>('getOrder', ['getOrder', 'find']),
  expectedBehavior: fc.constantFrom<Json>('Names it', ['Names it', 'Is short']),
  trajectory: fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 3 }), maxCalls: fc.constant(9), forbidden: fc.constantFrom<Json[]>(['drop'], [{ tool: 'drop', args: { x: 1 } }]) }, { requiredKeys: [] }),
  metadata: fc.record({ owner: fc.constant('me'), risk: fc.constantFrom('low', 'high'), coverage: fc.constantFrom(['a'], ['a', 'b']) }, { requiredKeys: ['owner'] }),
}, { requiredKeys: ['kind'] });
const file = fc.record({
  cases: fc.array(fields, { minLength: 2, maxLength: 4 }), defaults: fc.option(fc.record({ tier: fc.constant('support'), metadata: fc.record({ owner: fc.constant('me') }), budgets: fc.constant({ turns: 3 }) }, { requiredKeys: [] }), { nil: undefined }),
  name: fc.boolean(), flows: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), comments: fc.boolean(), crlf: fc.boolean(),
});

type Random = typeof file extends fc.Arbitrary<infer T> ? T : never;

function textOf({ cases, defaults, name, flows, comments, crlf }: Random): string {
  const value = { ...(name ? { suite: 's' } : {}), ...(defaults ? { defaults } : {}), cases: cases.map((each, index) => ({ id: `c-${index}`, query: `Q ${index}`, ...each })) };
  const document = new Document(value);
  let at = 0;
  visit(document, {
    Collection(key, node) {
      // The list of cases stays in block style: that is how such files are written.
      if (key !== null && node.items.length > 0 && (isMap(node) || isSeq(node)) && at > 1 && flows[at % flows.length]) node.flow = true;
      at += 1;
    },
  });
  const text = document.toString({ lineWidth: 0 });
  let count = 0;
  const lines = text.split('\n').flatMap((line, index, all) => {
    if (!comments || line === '' || /[[{,|>]$/.test(line) || index === all.length - 1) return [line];
    count += 1;
    return count % 4 === 0 && /^ {2}- id/.test(line) ? [`  # above ${count}`, line] : count % 3 === 0 && !/^\s*[\]}]/.test(line) ? [`${line} # beside ${count}`] : [line];
  });
  return lines.join(crlf ? '\r\n' : '\n');
}

const rawsOf = (text: string): JsonMap[] => {
  const parsed = parseCaseFile(text);
  expect(parsed.problems.map((each) => each.message)).toEqual([]);
  return parsed.cases.map((each) => each.raw as JsonMap);
};

const commentsIn = (text: string): string[] => [...text.matchAll(/# (?:above|beside) \d+/g)].map((match) => match[0]).sort();

/** Every place where two values differ. */
function* differences(a: Json | undefined, b: Json | undefined, path = ''): Iterable<{ readonly path: string; readonly before: Json | undefined; readonly after: Json | undefined }> {
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) for (const [index] of a.entries()) yield* differences(a[index] as Json, b[index] as Json, `${path}/${index}`);
  else if (isJsonMap(a) && isJsonMap(b) && Object.keys(a).join() === Object.keys(b).join()) for (const key of Object.keys(a)) yield* differences(a[key], b[key], `${path}/${key}`);
  else if (JSON.stringify(a) !== JSON.stringify(b)) yield { path, before: a, after: b };
}

function check(document: TextDocument, action: CodeAction): void {
  const before = document.getText();
  let text = before;
  let made: string | undefined;
  const change = (uri: string, edits: readonly TextEdit[]): void => {
    if (uri === document.uri) text = TextDocument.applyEdits(document, [...edits]);
    else made = edits.map((edit) => edit.newText).join('');
  };
  for (const [uri, edits] of Object.entries(action.edit?.changes ?? {})) change(uri, edits);
  for (const each of action.edit?.documentChanges ?? []) if ('textDocument' in each) change(each.textDocument.uri, (each as TextDocumentEdit).edits as TextEdit[]);
  const [was, is] = [rawsOf(before), rawsOf(text)];
  if (before.includes('\r\n')) expect(`${text}${made ?? ''}`.replaceAll('\r\n', '')).not.toContain('\n');
  const { title } = action;
  if (title.startsWith('Move')) {
    const [moved, ...more] = rawsOf(made ?? '');
    expect(more).toEqual([]);
    expect([...is, moved]).toEqual([...was.filter((each) => each['id'] !== moved?.['id']), was.find((each) => each['id'] === moved?.['id'])]);
    const lines = new Set(before.split('\n'));
    expect(text.split('\n').filter((line) => !lines.has(line))).toEqual([]);
    expect([...new Set([...commentsIn(text), ...commentsIn(made ?? '')])].sort()).toEqual(commentsIn(before));
  } else if (title.startsWith('Extract') || title.startsWith('Write')) {
    expect(is).toEqual(was);
    if (title.startsWith('Write')) expect(commentsIn(text)).toEqual(commentsIn(before));
  } else if (title.startsWith('Expand')) {
    const changed = was.findIndex((each, index) => JSON.stringify(each) !== JSON.stringify(is[index]));
    const { expectedTool, trajectory, ...rest } = was[changed] as JsonMap;
    const steps = [expectedTool].flat().map((tool) => ({ tool }));
    expect(is[changed]).toEqual({ ...rest, trajectory: { ...(trajectory as JsonMap | undefined), steps } });
    expect(is.toSpliced(changed, 1)).toEqual(was.toSpliced(changed, 1));
  } else if (title.startsWith('Accept')) {
    const [only, ...more] = was.flatMap((each, index) => [...differences(each, is[index])]);
    expect(more).toEqual([]);
    expect(matchValue(only?.after ?? null, only?.before).ok).toBe(true);
    const [a, b] = [before.split('\n'), text.split('\n')];
    expect(b.length).toBe(a.length);
    expect(b.filter((line, index) => line !== a[index])).toHaveLength(1);
    expect(commentsIn(text)).toEqual(commentsIn(before));
  } else {
    const changed = was.findIndex((each, index) => JSON.stringify(each) !== JSON.stringify(is[index]));
    const forbidden = (raw: JsonMap | undefined): readonly Json[] => ((raw?.['trajectory'] as JsonMap | undefined)?.['forbidden'] ?? []) as readonly Json[];
    expect(forbidden(is[changed])).toEqual([...forbidden(was[changed]), expect.anything()]);
    expect(is.toSpliced(changed, 1)).toEqual(was.toSpliced(changed, 1));
    expect(commentsIn(text)).toEqual(commentsIn(before));
  }
}

test('every refactoring of every file leaves what it says, and the rest as it was', () => {
  const seen = new Map<string, number>();
  fc.assert(fc.property(file, (random) => {
    const text = textOf(random);
    const document = documentOf(text);
    const { service } = inMemory({ missing: true, recordings: ['c-0', 'c-1'] });
    const asked = new Set<string>();
    for (let line = 0; line < document.lineCount; line += 1) {
      for (const character of [0, 8, 14, 22, 30, 38]) {
        const at = { line, character };
        for (const action of service.doRefactorings(document, { start: at, end: at }, { createsFiles: true, asked: true })) {
          const key = `${action.title} ${JSON.stringify(action.edit)}`;
          if (asked.has(key)) continue;
          asked.add(key);
          check(document, action);
          const kind = action.title.split(' ')[0] ?? '';
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
        }
      }
    }
  }), { numRuns: 40 });
  expect([...seen.keys()].sort()).toEqual(['Accept', 'Expand', 'Extract', 'Forbid', 'Move', 'Write']);
}, 60_000);
