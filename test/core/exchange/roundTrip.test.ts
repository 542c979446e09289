import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';
import { readDocument } from '../../../src/core/exchange/documents.ts';
import { exportCases } from '../../../src/core/exchange/exportCases.ts';
import { importCases } from '../../../src/core/exchange/importCases.ts';
import { printSuite } from '../../../src/core/exchange/printCases.ts';
import { detectPeer, peers } from '../../../src/core/exchange/registry.ts';
import type { Peer } from '../../../src/core/exchange/peer.ts';
import { EvalCase } from '../../../src/core/model/evalCase.ts';
import { anyCase, caseFields } from './anyCase.ts';

const options = { suite: 'there-and-back', taken: new Set<string>(), existing: 'rename' } as const;

/** Through the text of the peer's file and that of the case file. */
function thereAndBack(cases: readonly EvalCase[], peer: Peer, extension: string, suite: string | null = 'orders') {
  const { text, cases: exported } = exportCases(cases.map((value) => ({ value, suite, description: null })), peer, extension);
  const imported = importCases(readDocument(text), peer, options);
  const file = parseCaseFile(imported.suites.map((each) => printSuite(each, each.cases)).join('---\n'));
  return { text, exported, imported, values: file.cases.map((each) => each.raw), problems: file.problems };
}

test('the cases made up here have every field', () => {
  expect(['id', 'query', ...Object.keys(caseFields)].sort()).toEqual(Object.keys(EvalCase.shape).sort());
});

describe.each(peers.flatMap((peer) => peer.extensions.map((extension) => ({ name: `${peer.id} as ${extension}`, peer, extension }))))('$name', ({ peer, extension }) => {
  test('a case comes back as it was', () => {
    fc.assert(fc.property(anyCase, (value) => {
      expect(EvalCase.safeParse(value).error).toBeUndefined();
      const { values, imported, problems } = thereAndBack([value], peer, extension);
      expect(imported.problems).toEqual([]);
      expect(problems).toEqual([]);
      expect(values).toEqual([value]);
      expect(imported.cases.map(({ changed, aside, notes }) => ({ changed, aside, notes }))).toEqual([{ changed: [], aside: [], notes: [] }]);
    }), { numRuns: extension === peer.extensions[0] ? 50 : 10, endOnFailure: true });
  });

  test('several come back in order, each field told once', () => {
    fc.assert(fc.property(fc.uniqueArray(anyCase, { minLength: 2, maxLength: 4, selector: ({ id }) => id }), (cases) => {
      const { values, exported } = thereAndBack(cases, peer, extension);
      expect(values).toEqual(cases);
      for (const { exact, lossy, kept } of exported) expect(new Set([...exact, ...lossy, ...kept]).size).toBe(exact.length + lossy.length + kept.length);
    }), { numRuns: 8, endOnFailure: true });
  });

  test('its own export is known by its content', () => {
    fc.assert(fc.property(anyCase, (value) => {
      const { text } = exportCases([{ value: { ...value, groundTruth: 'in_transit' }, suite: null, description: null }], peer, extension);
      expect(detectPeer(readDocument(text)).peer.id).toBe(peer.id);
    }), { numRuns: 15, endOnFailure: true });
  });
});
