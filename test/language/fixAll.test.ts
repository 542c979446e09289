import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import { together } from '../../src/language/fixAll.ts';
import { documentOf, inMemory } from './inMemoryWorkspace.ts';

const after = (document: TextDocument, action: CodeAction | undefined): string => TextDocument.applyEdits(document, action?.edit?.changes?.[document.uri] ?? []);
const whole = (document: TextDocument) => ({ start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) });

const typing = `cases:
  - id: a # the first
    query: q
    kind: capabilty # typo
    expectedTool: x
    expectedBehavior: Names it
  - id: b
    query: r
    kind: capabilty
    expectdTool: x
    expectedBehavior: Names it
`;

describe('all problems of one code', () => {
  test('are mended by one action, wherever the cursor is among them', () => {
    const document = documentOf(typing);
    const { service } = inMemory();
    const line = { line: 3, character: 12 };
    const [action, ...more] = service.doFixAllOfCode(document, { start: line, end: line });
    expect(more).toEqual([]);
    expect(action?.title).toBe('Fix all CB003 in this file');
    expect(after(document, action)).toBe(typing.replaceAll('capabilty', 'capability'));
  });

  test('need no such action when there is one', () => {
    const document = documentOf(typing);
    const at = { line: 9, character: 6 };
    expect(inMemory().service.doFixAllOfCode(document, { start: at, end: at })).toEqual([]);
  });
});

describe('all problems of the file', () => {
  test('that are errors with one way out are mended, also those that show only then', () => {
    const document = documentOf(typing);
    const { service } = inMemory();
    const [action] = service.doFixAll(document);
    const text = after(document, action);
    expect(text).toContain('# the first');
    expect(text).toContain('kind: capability # typo');
    expect(service.doDiagnostics(documentOf(text)).filter((each) => each.severity === 1 && service.doCodeActions(documentOf(text), whole(documentOf(text))).filter((fix) => fix.diagnostics?.[0]?.message === each.message).length === 1)).toEqual([]);
    expect(service.doFixAll(documentOf(text))).toEqual([]);
  });

  test('that are a choice, a judgement, or text that would be gone are left', () => {
    const open = `cases:
  - id: a
    query: q
    messages: [{role: user, content: other}]
    nokey: 1
    expectedBehavior: Names it
    failureWeObserved: It did not
  - id: b
    query: r
    messages: [{role: user, content: other}]
    nokey: 1
    expectedBehavior: Names it
    failureWeObserved: It did not
  - {id: c, query: s, expectedTool: x, expectedBehavior: Names it}
  - {id: d, query: t, expectedTool: x, expectedBehavior: Names it}
`;
    const document = documentOf(open);
    const { service } = inMemory();
    const codes = service.doDiagnostics(document).map(({ code }) => code);
    for (const code of ['CB002', 'CB109', 'CB113', 'CB114']) expect(codes.filter((each) => each === code).length).toBe(2);
    expect(service.doFixAllOfCode(document, whole(document))).toEqual([]);
    expect(service.doFixAll(document)).toEqual([]);
  });

  test('of a sound file are none', () => {
    expect(inMemory().service.doFixAll(documentOf(typing.replaceAll('capabilty', 'capability').replace('expectdTool', 'expectedTool')))).toEqual([]);
  });
});

test('edits that touch each other are not made together', () => {
  const problem = (start: number, end: number, text: string) => ({ code: 'CB001', severity: 'error', message: 'm', range: { start, end }, fixes: [{ title: 't', edits: [{ range: { start, end }, text }] }] }) as const;
  expect(together([problem(0, 5, 'a'), problem(4, 6, 'b'), problem(6, 6, 'c'), problem(6, 6, 'd'), problem(5, 5, 'e')]).map((edit) => edit.text)).toEqual(['a', 'e', 'c']);
});
