import { expect, test, vi } from 'vitest';
import { IndexAnswers } from '../../src/server/indexAnswers.ts';
import type { Catalogue } from '../../src/core/model/catalogue.ts';
import type { KnownTrace } from '../../src/protocol/caseApi.ts';
import type { CatalogueParams, KnownTracesParams } from '../../src/protocol/lsp.ts';

const result = { caseId: 'one', runId: '', outcome: 'pass' as const, at: '', target: 't', passed: 1, trials: 1, sentence: '' };

const catalogueOf = (traces: number): Catalogue => ({ traces, tools: [], documents: [], left: { tools: 0, documents: 0 } });
const never = () => new Promise<never>(() => undefined);
const cannot = () => Promise.reject(new Error('method not found'));

test('answers from what is known, and says when more has arrived', async () => {
  const knownTraces = vi.fn<(params: KnownTracesParams) => Promise<KnownTrace[]>>(async ({ ids }) => ids.filter((id) => id !== 'gone').map((id) => ({ id, sha256: id === 'twice' ? null : `hash of ${id}` })));
  const arrived = vi.fn<() => void>();
  const answers = new IndexAnswers({ knownTraces, lastResults: async () => [result], catalogue: never }, arrived);
  expect(answers.knownTraces(['a', 'gone', 'twice'])).toBeUndefined();
  expect(answers.knownTraces(['a'])).toBeUndefined();
  expect(answers.traceSha256('a')).toBeUndefined();
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
  expect(answers.knownTraces(['a', 'gone', 'twice'])).toEqual(new Set(['a', 'twice']));
  expect(['a', 'gone', 'twice'].map((id) => answers.traceSha256(id))).toEqual(['hash of a', undefined, undefined]);
  expect(knownTraces).toHaveBeenCalledTimes(1);

  expect(answers.lastResult('one')).toBeUndefined();
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(2));
  expect([answers.lastResult('one'), answers.lastResult('two')]).toEqual([result, null]);

  answers.changed();
  expect(answers.knownTraces(['a'])).toBeUndefined();
  await vi.waitFor(() => expect(answers.knownTraces(['a'])).toEqual(new Set(['a'])));
});

test('the catalogue is asked for once a folder, and stays in use until the next one is there', async () => {
  let traces = 1;
  const catalogue = vi.fn<(params: CatalogueParams) => Promise<Catalogue | null>>(async ({ uri }) => (uri.startsWith('file:///none') ? null : catalogueOf(traces)));
  const arrived = vi.fn<() => void>();
  const answers = new IndexAnswers({ knownTraces: never, lastResults: never, catalogue }, arrived);
  expect([answers.catalogue('file:///a/1', '/a'), answers.catalogue('file:///a/2', '/a'), answers.catalogue('file:///none/1', '/none'), answers.catalogue('untitled:x', undefined)]).toEqual([undefined, undefined, undefined, undefined]);
  await vi.waitFor(() => expect(arrived).toHaveBeenCalledTimes(1));
  expect(catalogue.mock.calls.map(([params]) => params.uri)).toEqual(['file:///a/1', 'file:///none/1']);
  expect(answers.catalogue('file:///a/2', '/a')).toEqual(catalogueOf(1));
  expect(answers.catalogue('file:///none/1', '/none')).toBeUndefined();
  traces = 2;
  answers.changed();
  expect(answers.catalogue('file:///a/2', '/a')).toEqual(catalogueOf(1));
  await vi.waitFor(() => expect(answers.catalogue('file:///a/2', '/a')).toEqual(catalogueOf(2)));
});

test('an editor without an index is asked once and stays unsaid, until it says that something changed', async () => {
  const knownTraces = vi.fn<() => Promise<never>>(cannot);
  const answers = new IndexAnswers({ knownTraces, lastResults: cannot, catalogue: cannot }, () => undefined);
  answers.knownTraces(['a']);
  await vi.waitFor(() => expect(knownTraces).toHaveBeenCalledTimes(1));
  await Promise.resolve();
  expect(answers.knownTraces(['b'])).toBeUndefined();
  expect(knownTraces).toHaveBeenCalledTimes(1);
  answers.changed();
  answers.knownTraces(['b']);
  await vi.waitFor(() => expect(knownTraces).toHaveBeenCalledTimes(2));
});
