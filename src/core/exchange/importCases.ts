import { sameValue } from './same.ts';
import { idPattern } from '../model/evalCase.ts';
import type { EvalCase } from '../model/evalCase.ts';
import { isJsonMap, Json } from '../model/json.ts';
import type { JsonMap } from '../model/json.ts';
import { queryOf } from '../cases/readings.ts';
import { slugOf } from '../cases/words.ts';
import { hasRewordings, makeItem, readAccount, readParts, restore, withoutAccount } from './account.ts';
import type { Account } from './account.ts';
import type { ExchangeDocument } from './documents.ts';
import { countOf } from './exportCases.ts';
import { foldRewordings } from './foldVariants.ts';
import { addKept } from './metadata.ts';
import { caseOf, partsOf, validParts } from './parts.ts';
import type { Parts } from './parts.ts';
import type { ItemProblem, LeftOut, Peer, PeerItem, SuiteInfo } from './peer.ts';
import { remainderOf } from './remainder.ts';

/** What became of one of the peer's cases. */
export type ImportedCase = {
  readonly id: string;
  readonly place: string;
  readonly line: number | null;
  /** Fields that the peer's own say. */
  readonly exact: readonly string[];
  /** Fields that an export of ours had kept beside them. */
  readonly restored: readonly string[];
  /** What the case has no field for, kept under metadata.x.kept: JSON pointers into the peer's case. */
  readonly aside: readonly string[];
  /** Assertions that are shown as n/a (CB901): what each is. */
  readonly foreign: readonly string[];
  /** Fields that were changed at the peer since they were exported. */
  readonly changed: readonly string[];
  /** Fields that nobody stated and an import sets. */
  readonly assumed: readonly string[];
  readonly notes: readonly string[];
  /** How many rewordings were folded into it. */
  readonly folded: number;
};
export type ImportedSuite = SuiteInfo & { readonly cases: readonly JsonMap[] };
export type ImportedCases = {
  readonly suites: readonly ImportedSuite[];
  readonly cases: readonly ImportedCase[];
  /** Items that are no case, and lines that could not be read. */
  readonly problems: readonly ItemProblem[];
  readonly leftOut: readonly LeftOut[];
  /** Ids that cases of the workspace have already. */
  readonly clashes: readonly string[];
};

export type ImportOptions = {
  /** For a file that does not name its cases: the file's own name. */
  readonly suite: string;
  /** Ids of the workspace's cases. */
  readonly taken: ReadonlySet<string>;
  /** What happens to a case whose id is taken. */
  readonly existing: 'skip' | 'rename';
};

/** A case on its way. `seen`: the peer's own fields. */
export type Arriving = {
  readonly item: PeerItem;
  readonly seen: JsonMap;
  readonly account: Account | undefined;
  readonly suite: string;
  value: JsonMap;
  report: Omit<ImportedCase, 'id'>;
};

/** The cases of a peer's file, with an account of each. What cannot be read is reported with its place, and the others come in. */
export function importCases(document: ExchangeDocument, peer: Peer, options: ImportOptions): ImportedCases {
  const found = peer.items(document);
  const problems: ItemProblem[] = [...document.problems, ...found.problems];
  const descriptions = new Map<string, string>();
  if (found.suite.description !== null) descriptions.set(found.suite.name ?? options.suite, found.suite.description);
  const arriving: Arriving[] = [];
  for (const item of found.items) {
    const { place, line } = item;
    if (!Json.safeParse(item.value).success) {
      problems.push({ place, line, message: 'It holds a number that is none of ours, or is nested too deep.' });
      continue;
    }
    const account = readAccount(item.value);
    const suite = account?.suite ?? item.suite ?? found.suite.name ?? options.suite;
    const read = account ? readBack(item, account, suite, peer) : readForeign(item, suite, peer);
    if ('problem' in read) problems.push({ place, line, message: read.problem });
    else arriving.push(read);
    if (account && account.description !== null && !descriptions.has(suite)) descriptions.set(suite, account.description);
  }
  const folded = foldRewordings(arriving, peer);
  if (found.repeat !== undefined) takeRepeat(folded, found.repeat);
  const { kept, clashes } = named(folded, peer, options);
  return {
    suites: suitesOf(kept, descriptions),
    cases: kept.map(({ value, report }) => ({ id: String(value['id']), ...report })),
    problems, leftOut: found.leftOut, clashes,
  };
}

const nothing = { exact: [], restored: [], aside: [], foreign: [], changed: [], assumed: [], notes: [], folded: 0 } as const;

/** Parts that mean something only with one another: where the peer changed one, all are read anew. */
const coupled: readonly (readonly string[])[] = [
  ['groundTruth', 'answer.match', 'answer.value', 'answer.accept', 'answer.min', 'answer.tolerance', 'answer.location', 'answer.path'],
  ['trajectory.mode', 'trajectory.steps', 'trajectory.argsMatch', 'trajectory.ignoreArgs', 'trajectory.coerce'],
];

/** An item of an export of ours. Where the peer's fields say something else than they did then, what they say now counts. */
function readBack(item: PeerItem, account: Account, suite: string, peer: Peer): Arriving | { readonly problem: string } {
  const sharesId = account.variant !== null || hasRewordings(account.fields);
  const seen = withoutAccount(item.value, sharesId);
  const said = readParts(peer, { ...item, value: seen }, true);
  if ('problem' in said) return said;
  const fields = validParts(account.fields);
  const before = restore(said, { ...account, fields: caseOf(fields) });
  const then = readParts(peer, { ...item, value: withoutAccount(makeItem(peer, before, { suite: account.suite }), sharesId) }, true);
  const parts = partsOf(before);
  const changed = 'problem' in then ? [] : [...new Set([...said.keys(), ...then.keys()])].filter((path) => !sameValue(said.get(path), then.get(path)));
  const together = coupled.filter((group) => changed.some((path) => group.includes(path))).flat();
  for (const path of new Set([...changed, ...together])) {
    const now = said.get(path);
    if (now === undefined) parts.delete(path);
    else parts.set(path, now);
  }
  const restored = [...fields.keys()].filter((path) => !changed.includes(path) && !together.includes(path));
  const lost = partsOf(account.fields).size - fields.size;
  return {
    item, seen, account, suite, value: caseOf(parts),
    report: {
      ...nothing, place: item.place, line: item.line, changed, restored, foreign: foreignNames(parts, peer),
      exact: [...parts.keys()].filter((path) => !restored.includes(path)),
      notes: lost > 0 ? [`${lost} of the values under metadata.casebook are not what a case can hold and were left out.`] : [],
    },
  };
}

function readForeign(item: PeerItem, suite: string, peer: Peer): Arriving | { readonly problem: string } {
  const parts = readParts(peer, item, false);
  if ('problem' in parts) return parts;
  if (!parts.has('query') && !parts.has('messages')) return { problem: `This ${peer.calls} has no question that can be read.` };
  const exact = [...parts.keys()].filter((path) => path !== 'foreign');
  // Without an observed failure there is nothing that a regression case could be proven against.
  const assumed = parts.has('kind') || parts.has('failureWeObserved') ? [] : ['kind'];
  if (assumed.length > 0) parts.set('kind', 'capability');
  return { item, seen: item.value, account: undefined, suite, value: caseOf(parts), report: { ...nothing, place: item.place, line: item.line, exact, assumed, foreign: foreignNames(parts, peer) } };
}

/** What an assertion is, in a word: its type, or the key it stands under. */
function foreignNames(parts: Parts, peer: Peer): readonly string[] {
  const foreign = parts.get('foreign');
  return (Array.isArray(foreign) ? (foreign as readonly Json[]) : []).flatMap((each) => {
    if (!isJsonMap(each) || each['peer'] !== peer.id) return [];
    const { raw } = each;
    return isJsonMap(raw) ? [typeof raw['type'] === 'string' ? raw['type'] : Object.keys(raw).join(', ')] : ['a value'];
  });
}

/** The file says how often each case is tried; of our own, only where that was changed. */
function takeRepeat(arriving: readonly Arriving[], repeat: number): void {
  for (const each of arriving) {
    const epochs = each.value['epochs'];
    if (countOf(epochs) === repeat) continue;
    each.value = caseOf(partsOf({ ...each.value, epochs: isJsonMap(epochs) ? { ...epochs, count: repeat } : repeat }));
    each.report = each.account ? { ...each.report, changed: [...each.report.changed, 'epochs'] } : { ...each.report, exact: [...each.report.exact, 'epochs'] };
  }
}

/** Ids of their own for all, and what the cases do not say kept beside them. */
function named(arriving: readonly Arriving[], peer: Peer, { taken, existing }: ImportOptions): { readonly kept: readonly Arriving[]; readonly clashes: readonly string[] } {
  const used = new Set<string>();
  const clashes: string[] = [];
  const kept: Arriving[] = [];
  const next = new Map<string, number>();
  for (const each of arriving) {
    const given = each.value['id'];
    const wanted = typeof given === 'string' && idPattern.test(given) ? given : slugOf(each.item.name ?? firstWords(each.value));
    const isThere = taken.has(wanted);
    if (isThere) clashes.push(wanted);
    if (isThere && existing === 'skip') continue;
    let id = wanted;
    for (let n = next.get(wanted) ?? 2; used.has(id) || taken.has(id); n++) {
      id = `${wanted.slice(0, 70)}-${n}`;
      next.set(wanted, n + 1);
    }
    used.add(id);
    if (id !== given) {
      each.value = caseOf(partsOf({ ...each.value, id }));
      if (typeof given === 'string' && each.account !== undefined) each.report = { ...each.report, notes: [...each.report.notes, `${given} is taken, so it became ${id}.`] };
    }
    const sharesId = each.account !== undefined && (each.account.variant !== null || hasRewordings(each.account.fields));
    // As it will be written from the file that it comes into.
    const made = makeItem(peer, each.value, { suite: each.account ? each.account.suite : each.suite });
    const aside = remainderOf(each.seen, withoutAccount(made, sharesId), peer.additive);
    each.value = addKept(each.value, peer.id, aside);
    each.report = { ...each.report, aside: aside.map(({ at }) => at) };
    kept.push(each);
  }
  return { kept, clashes };
}

const firstWords = (value: JsonMap): string => {
  const text = typeof value['title'] === 'string' ? value['title'] : queryOf(value as unknown as EvalCase);
  return text.slice(0, 60);
};

function suitesOf(arriving: readonly Arriving[], descriptions: ReadonlyMap<string, string>): readonly ImportedSuite[] {
  const groups = new Map<string, JsonMap[]>();
  for (const { suite, value } of arriving) {
    const cases = groups.get(suite);
    if (cases) cases.push(value);
    else groups.set(suite, [value]);
  }
  return [...groups].map(([name, cases]) => ({ name, description: descriptions.get(name) ?? null, cases }));
}
