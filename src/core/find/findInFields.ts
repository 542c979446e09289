import type { MessageRole } from '../model/message.ts';
import type { SpanKind } from '../model/span.ts';
import type { TrajectoryStep } from '../model/trajectory.ts';
import { excerptOf } from './excerpt.ts';
import type { Field } from './fields.ts';
import { patternOf } from './pattern.ts';
import type { Found, Pattern, Sought } from './pattern.ts';

export type FindQuery = Sought & {
  readonly kind?: SpanKind | undefined;
  readonly role?: MessageRole | undefined;
  readonly tool?: string | undefined;
  readonly error?: boolean | undefined;
  readonly limit?: number | undefined;
};

export type Hit = {
  readonly n: number;
  readonly in: Field['in'] | 'step';
  readonly role: MessageRole | null;
  readonly excerpt: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
};

export type Hits = { readonly hits: readonly Hit[]; readonly steps: number; readonly more: number; readonly badPattern?: string };

const usualLimit = 1000;

/**
 * Searches field by field and pauses (yields) every 10 ms or so, in a text of millions of characters every 50, so that whoever drives it can stop it or do something else. In the
 * order of the fields, one hit a field; without a text one hit a step.
 */
export function* findInFields(fields: readonly Field[], query: FindQuery): Generator<void, Hits> {
  const limit = query.limit ?? usualLimit;
  const hits: Hit[] = [];
  const steps = new Set<number>();
  let more = 0;
  const hit = ({ step, role, in: where, text }: Field, found: Found | null): void => {
    steps.add(step.n);
    if (hits.length >= limit) more++;
    else if (found) hits.push({ n: step.n, in: where, role, ...excerptOf(text, found), count: found.count });
    else hits.push({ n: step.n, in: query.role === undefined ? 'step' : where, role, ...excerptOf(query.role === undefined ? (step.error ?? step.detail ?? '') : text, { from: 0, to: 0 }), count: 0 });
  };

  const pattern = query.text === '' ? null : patternOf(query);
  if (pattern !== null && 'error' in pattern) return { hits: [], steps: 0, more: 0, badPattern: pattern.error };
  let searched = 0;
  for (const field of fields) {
    if (!holds(field, query)) continue;
    if (pattern === null) {
      if (!steps.has(field.step.n)) hit(field, null);
      searched += 100;
    } else {
      const found = field.text.length <= pattern.atOnce ? pattern.search(field.text) : yield* searchPieces(field.text, pattern);
      if (found) hit(field, found);
      searched += field.text.length + 50;
    }
    if (searched >= (pattern === null ? 200_000 : pattern.atOnce / 6)) {
      searched = 0;
      yield;
    }
  }
  return { hits, steps: steps.size, more };
}

function holds({ step, role, tool }: Field, query: FindQuery): boolean {
  return (query.kind === undefined || step.kind === query.kind) && (query.role === undefined || role === query.role)
    && (query.tool === undefined || tool === query.tool) && (query.error !== true || isError(step));
}

const isError = (step: TrajectoryStep): boolean => step.failed || step.blocked;

/** A match that begins in one piece may end in the next. */
const overlap = 1000;

/** A long text piece by piece, each ending behind a line where there is one. */
function* searchPieces(text: string, pattern: Pattern): Generator<void, Found | undefined> {
  let first: Found | undefined;
  let count = 0;
  let from = 0;
  while (from < text.length) {
    const most = Math.min(text.length, from + pattern.atOnce);
    const lineEnd = text.lastIndexOf('\n', most - 1);
    const end = most < text.length && lineEnd > from + pattern.atOnce / 2 ? lineEnd + 1 : most;
    const found = pattern.search(text.slice(from, Math.min(text.length, end + overlap)));
    if (found) {
      // Those that begin behind the piece are found again in the next one.
      const behind = end < text.length ? (pattern.search(text.slice(end, end + overlap))?.count ?? 0) : 0;
      if (from + found.from < end) {
        first ??= { from: from + found.from, to: from + found.to, count: 1 };
        count += Math.max(1, found.count - behind);
      }
    }
    from = end;
    yield;
  }
  return first && { ...first, count };
}
