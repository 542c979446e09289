import type { Json } from '../../model/json.ts';
import type { Draft, ReadContext } from './draft.ts';
import { emptyDraft } from './draft.ts';
import { fillGaps } from './fillGaps.ts';
import { genai } from './genai.ts';

/** Reads what is left of a span by the GenAI conventions, and adds what the dialect did not find. */
export function fillFrom(rest: ReadonlyMap<string, Json>, draft: Draft, context: ReadContext): void {
  const other = emptyDraft(draft.spanName, draft.isRoot);
  genai.read(rest, other, context);
  fillGaps(draft, other);
}
