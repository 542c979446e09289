import type { Json, JsonMap } from './json.ts';

/** What the traces of an index know that a case may name: for completion, hovers and rules. Counts are over all traces. */
export type Catalogue = {
  readonly traces: number;
  /** Most called first. */
  readonly tools: readonly SeenTool[];
  /** Most often retrieved first. */
  readonly documents: readonly SeenDocument[];
  /** What was left out because there is too much of it; 0 almost always. */
  readonly left: { readonly tools: number; readonly documents: number };
};

export type SeenTool = {
  readonly name: string;
  readonly calls: number;
  readonly failed: number;
  /** Traces that call it. A tool that is only offered has 0. */
  readonly traces: number;
  /** Of its latest call; microseconds since 1970, null when no call has a time. */
  readonly lastUs: number | null;
  /** As the latest run that offered it declared it; null: no run says. */
  readonly description: string | null;
  /** Its parameters as JSON Schema, from the same place. */
  readonly schema: JsonMap | null;
  /** Most often given first; only of calls whose arguments are a map. */
  readonly arguments: readonly SeenArgument[];
  /** What its latest call gave back, in one line of at most 200 characters, redacted as stored. */
  readonly lastResult: string | null;
};

export type SeenArgument = {
  readonly name: string;
  /** Calls that give it. */
  readonly calls: number;
  readonly types: readonly ('string' | 'number' | 'boolean' | 'null' | 'array' | 'object')[];
  /** Values that say something about the next call, most frequent first, at most 12: short scalars that are not volatile. */
  readonly values: readonly { readonly value: Json; readonly count: number }[];
};

export type SeenDocument = {
  readonly id: string;
  /** Traces that retrieved it. */
  readonly traces: number;
  readonly title: string | null;
  /** Latest first. */
  readonly versions: readonly string[];
};
