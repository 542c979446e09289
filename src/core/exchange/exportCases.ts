import type { EvalCase } from '../model/evalCase.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { sameValue } from './same.ts';
import { differences, hasRewordings, makeItem, ofPeer, withAccount, withoutAccount } from './account.ts';
import { caseOf, partsOf } from './parts.ts';
import type { Peer, SuiteInfo } from './peer.ts';
import { asked, rewordingsOf } from './variants.ts';

/** A case as it runs: defaults merged. */
export type CaseToExport = { readonly value: EvalCase; readonly suite: string | null; readonly description: string | null };

/** Which parts of a case the peer says, and what became of the others. */
export type ExportedCase = {
  readonly id: string;
  /** How many of the peer's cases it became: one, and one for each rewording. */
  readonly items: number;
  /** The peer says it, and reading it back gives the same. */
  readonly exact: readonly string[];
  /** The peer checks or shows less than the case says; the whole is kept under metadata.casebook. */
  readonly lossy: readonly string[];
  /** The peer has no place for it; kept under metadata.casebook. */
  readonly kept: readonly string[];
  /** Assertions of this peer that went back as they came. */
  readonly foreign: number;
};
export type ExportedCases = { readonly text: string; readonly cases: readonly ExportedCase[] };

/** The peer's file. The order of the cases is kept; a rewording follows its case. */
export function exportCases(cases: readonly CaseToExport[], peer: Peer, extension: string): ExportedCases {
  const described = new Set<string | null>();
  const items: JsonMap[] = [];
  const exported = cases.map(({ value: given, suite, description }) => {
    // zod's maps may hold keys that are undefined; a peer's file has none.
    const value = caseOf(partsOf(given as unknown as JsonMap));
    const first = !described.has(suite);
    described.add(suite);
    const made = exportCase(value, suite, first ? description : null, peer);
    items.push(...made.items);
    return made.report;
  });
  return { text: peer.print(items, suiteOf(cases), extension, repeatOf(cases)), cases: exported };
}

/** The file's own name for its cases, where they are of one suite. */
function suiteOf(cases: readonly CaseToExport[]): SuiteInfo {
  const [first] = cases;
  const one = first !== undefined && cases.every(({ suite }) => suite === first.suite);
  return one ? { name: first.suite, description: first.description } : { name: null, description: null };
}

/** Trials that all cases have; null where they differ. */
function repeatOf(cases: readonly CaseToExport[]): number | null {
  const counts = new Set(cases.map(({ value: { epochs } }) => countOf(epochs as Json | undefined)));
  const [count] = counts;
  return counts.size === 1 && count !== undefined && count > 1 ? count : null;
}

export function countOf(epochs: Json | undefined): number {
  if (typeof epochs === 'number') return epochs;
  const count = typeof epochs === 'object' && epochs !== null && !Array.isArray(epochs) ? (epochs as JsonMap)['count'] : undefined;
  return typeof count === 'number' ? count : 1;
}

function exportCase(value: JsonMap, suite: string | null, description: string | null, peer: Peer): { readonly items: readonly JsonMap[]; readonly report: ExportedCase } {
  const context = { suite };
  const id = String(value['id']);
  const item = makeItem(peer, value, context);
  // As an import will see it: a key of the person's that ours takes the place of is kept with the account.
  const { fields, absent } = differences(peer, value, withoutAccount(item, hasRewordings(value)));
  const rewordings = rewordingsOf(value);
  const caseId = rewordings.length > 0 ? id : null;
  const account = { fields: caseOf(fields), absent, suite, description, variant: null };
  const variants = rewordings.map((each) => withAccount(makeItem(peer, asked(value, each), context), { fields: {}, absent: [], suite, description: null, variant: { of: id, index: each.index } }, id));
  const own = partsOf(value);
  const lossy = [...fields.keys()].filter((path) => path === 'variants' || isSaid(peer, value, item, path, suite));
  const restored = ofPeer(value, peer.id).length;
  return {
    items: [withAccount(item, account, caseId), ...variants],
    report: {
      id, items: 1 + variants.length,
      exact: [...own.keys()].filter((path) => !fields.has(path)),
      lossy,
      kept: [...fields.keys()].filter((path) => !lossy.includes(path)),
      foreign: restored,
    },
  };
}

/** Whether the peer's item would be another one without this part. */
function isSaid(peer: Peer, value: JsonMap, item: JsonMap, path: string, suite: string | null): boolean {
  const without = partsOf(value);
  without.delete(path);
  return !sameValue(item, makeItem(peer, caseOf(without), { suite }));
}
