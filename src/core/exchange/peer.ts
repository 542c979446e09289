import type { Json, JsonMap } from '../model/json.ts';
import type { ExchangeDocument } from './documents.ts';

export type PeerId = 'promptfoo' | 'adk' | 'inspect' | 'langfuse' | 'openai' | 'braintrust';

/** What surrounds the cases of a file. */
export type SuiteInfo = { readonly name: string | null; readonly description: string | null };

/** One thing of the peer's file that becomes a case. */
export type PeerItem = {
  readonly value: JsonMap;
  /** Where it stands, for a person: `test 3`, `line 12`. */
  readonly place: string;
  /** 1-based; null where only the order is known. */
  readonly line: number | null;
  /** What the peer calls it, where that is no id of ours: an id is made of it. */
  readonly name?: string;
  /** The question, where the file says which of several values it is. */
  readonly query?: string;
  readonly suite?: string;
};
export type ItemProblem = { readonly place: string; readonly line: number | null; readonly message: string };

/** A part of the file that belongs to no case and stays in the file. */
export type LeftOut = { readonly what: string; readonly why: string };

export type PeerItems = {
  readonly items: readonly PeerItem[];
  readonly problems: readonly ItemProblem[];
  readonly leftOut: readonly LeftOut[];
  readonly suite: SuiteInfo;
  /** Trials of every case, where the file says so. */
  readonly repeat?: number;
};

/** What an item says in our words. What a case cannot hold, or the peer's own ids, may be among it: it is looked through later. */
export type Reading = {
  readonly case: JsonMap;
  /** Assertions that we cannot express, as they stand there: `foreign` of the case. */
  readonly foreign: readonly Json[];
};

export type WritingContext = { readonly suite: string | null };

/**
 * One of the tools that cases are exchanged with. `write` and `read` say what both can express, and no more: what a round trip
 * would lose is found by comparing, and kept beside (`exportCases`, `importCases`). Both are pure and never throw on JSON values.
 */
export interface Peer {
  readonly id: PeerId;
  readonly title: string;
  /** What its users call a case. */
  readonly calls: string;
  /** Of the file that an export writes, with its dot; the first is usual. */
  readonly extensions: readonly [string, ...string[]];
  /** JSON pointers of maps in an item in which what we write must stay, whatever else the person had there. */
  readonly additive?: readonly string[];
  /** Why this is a file of the peer's; undefined when it is not. */
  detect(document: ExchangeDocument): string | undefined;
  items(document: ExchangeDocument): PeerItems;
  /** `ours`: it was made by an export of ours. A problem is a sentence: why it cannot be a case. */
  read(item: PeerItem, ours: boolean): Reading | { readonly problem: string };
  write(value: JsonMap, context: WritingContext): JsonMap;
  /** The whole file. */
  print(items: readonly JsonMap[], suite: SuiteInfo, extension: string, repeat: number | null): string;
}
