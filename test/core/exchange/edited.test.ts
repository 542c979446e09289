import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../src/core/exchange/documents.ts';
import { exportCases } from '../../../src/core/exchange/exportCases.ts';
import { importCases } from '../../../src/core/exchange/importCases.ts';
import { peerNamed } from '../../../src/core/exchange/registry.ts';
import type { EvalCase } from '../../../src/core/model/evalCase.ts';

/** Between export and import people work with the other tool. */
const parcel: EvalCase = {
  id: 'parcel', query: 'Where is P-17?', answer: { match: 'contains', value: 'out for delivery', accept: ['on its way'], length: { maxChars: 90 } }, budgets: { latencyMs: 4000, tokens: 900 },
  variants: ['parcel P-17?', { id: 'short', query: 'P-17?' }], epochs: 2,
};

function afterEdit(peerId: string, edit: (text: string) => string) {
  const peer = peerNamed(peerId);
  const { text } = exportCases([{ value: parcel, suite: 'desk', description: null }], peer, peer.extensions[0]);
  const edited = edit(text);
  expect(edited).not.toBe(text);
  return importCases(readDocument(edited), peer, { suite: 'file', taken: new Set(), existing: 'rename' });
}

describe('promptfoo', () => {
  test('what the tool says now wins over what was kept, and is told', () => {
    const { suites, cases } = afterEdit('promptfoo', (text) => text.replaceAll('value: [out for delivery, on its way]', 'value: [out for delivery, arriving today]'));
    expect(suites[0]?.cases).toMatchObject([{ id: 'parcel', answer: { match: 'containsAny', value: ['out for delivery', 'arriving today'], length: { maxChars: 90 } }, budgets: { latencyMs: 4000, tokens: 900 } }]);
    expect(cases).toMatchObject([{ changed: ['answer.value'], folded: 2 }]);
  });

  test('a limit that both have is simply another one', () => {
    const { suites, cases } = afterEdit('promptfoo', (text) => text.replaceAll('threshold: 4000', 'threshold: 2500'));
    expect(suites[0]?.cases).toMatchObject([{ budgets: { latencyMs: 2500, tokens: 900 }, variants: parcel.variants }]);
    expect(cases[0]?.changed).toEqual([]);
  });

  test('a reworded variant is folded with its new words', () => {
    const { suites, cases } = afterEdit('promptfoo', (text) => text.replace('vars: {query: P-17?}', 'vars: {query: P-17 please?}'));
    expect(suites[0]?.cases).toMatchObject([{ variants: ['parcel P-17?', { id: 'short', query: 'P-17 please?' }] }]);
    expect(cases).toMatchObject([{ changed: ['variants'], folded: 2 }]);
  });

  test('a variant that expects something else is a case of its own, and says why', () => {
    const { suites, cases } = afterEdit('promptfoo', (text) => `${text.slice(0, text.lastIndexOf('threshold: 4000'))}threshold: 9000${text.slice(text.lastIndexOf('threshold: 4000') + 15)}`);
    expect(suites[0]?.cases.map(({ id, variants }) => ({ id, variants }))).toEqual([{ id: 'parcel', variants: ['parcel P-17?'] }, { id: 'parcel--short', variants: undefined }]);
    expect(cases[1]?.notes).toEqual(['It was a variant of parcel and expects something else by now, so it is a case of its own.']);
  });

  test('the trials of the whole file count', () => {
    const { suites, cases } = afterEdit('promptfoo', (text) => text.replace('repeat: 2', 'repeat: 5'));
    expect(suites[0]?.cases).toMatchObject([{ epochs: 5 }]);
    expect(cases[0]?.changed).toEqual(['epochs']);
  });

  test('a check that was added to a case and cannot be said here is kept as it is; its variants, which lack it, stand alone', () => {
    const { suites, cases } = afterEdit('promptfoo', (text) => text.replace('    assert:\n', '    assert:\n      - {type: python, value: len(output) < 3, metric: size}\n'));
    expect(suites[0]?.cases[0]).toMatchObject({ foreign: [{ peer: 'promptfoo', raw: { type: 'python', value: 'len(output) < 3', metric: 'size' } }] });
    expect(suites[0]?.cases).toHaveLength(3);
    expect(cases).toMatchObject([{ foreign: ['python'], changed: ['variants'] }, { notes: [/expects something else by now/] }, { notes: [/expects something else by now/] }]);
  });
});

describe('Inspect', () => {
  test('a sample that is gone takes its variant along', () => {
    const { suites, cases } = afterEdit('inspect', (text) => text.split('\n').filter((_, index) => index !== 1).join('\n'));
    expect(suites[0]?.cases).toMatchObject([{ variants: [{ id: 'short' }] }]);
    expect(cases[0]?.notes).toEqual(['1 of its variants are not in the file any more.']);
  });

  test('without its case a variant stands alone', () => {
    const { suites, cases } = afterEdit('inspect', (text) => text.split('\n').slice(1, 2).join('\n'));
    expect(suites[0]?.cases).toMatchObject([{ id: 'parcel--1', query: 'parcel P-17?' }]);
    expect(cases[0]?.notes).toEqual(['The case parcel that it was a variant of is not in the file, so it is a case of its own.']);
  });
});

test('what was kept may be edited too: what no case can hold is left out and told', () => {
  const { suites, cases, problems } = afterEdit('langfuse', (text) => text.replace('"tokens": 900', '"tokens": "many"'));
  expect(problems).toEqual([]);
  expect(suites[0]?.cases[0]).toMatchObject({ budgets: { latencyMs: 4000 } });
  expect(cases[0]?.notes).toEqual(['1 of the values under metadata.casebook are not what a case can hold and were left out.']);
});
