import type { ContextCall } from '../model/insights.ts';
import type { Span } from '../model/span.ts';
import { createWindows } from '../pricing/windows.ts';
import type { ContextWindow } from '../pricing/windows.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';
import { cutsIn } from './contextCuts.ts';

/** Each model call that counts, in reading order, with what it was sent; and where the windows come from, in words. */
export function contextCalls(assembled: Assembled, scopes: Scopes, own: Readonly<Record<string, number>>): { readonly calls: readonly ContextCall[]; readonly from: string | null } {
  const { ordered, steps } = assembled;
  const calls = ordered.flatMap((span, at) => (span.kind === 'llm' && span.counted ? [{ span, at }] : []));
  const cuts = cutsIn(assembled, scopes);
  const listed = createWindows(own);
  // A prompt beyond what the list knows tells of a larger window that was asked for.
  const outgrown = new Set(calls.flatMap(({ span: { model, usage } }) => (model !== null && (usage?.input ?? 0) > (listed(model)?.tokens ?? Infinity) ? [model] : [])));

  const froms = new Set<string>();
  const windowOf = (span: Span): number | null => {
    const window: ContextWindow | null = span.model === null ? null : listed(span.model);
    if (window?.from === null) {
      froms.add('config.yaml');
      return window.tokens;
    }
    const recorded = span.attributes['model_context_window'];
    if (typeof recorded === 'number' && recorded > 0) {
      froms.add('the export');
      return recorded;
    }
    if (window === null || outgrown.has(span.model!)) return null;
    froms.add(window.from);
    return window.tokens;
  };
  const found = calls.map(({ span, at }) => ({
    step: steps[at]!.n, promptTokens: span.usage?.input ?? null, window: windowOf(span), messages: span.input.length, documents: span.documents.length, cut: cuts.get(at) ?? null,
  }));
  return { calls: found, from: sourceWords(froms) };
}

/** The latest day of the list that was looked up, and whatever else said it. */
function sourceWords(froms: ReadonlySet<string>): string | null {
  const days = [...froms].filter((from) => /^\d/.test(from)).toSorted();
  const words = [...days.slice(-1), ...[...froms].filter((from) => !/^\d/.test(from))];
  return words.length === 0 ? null : words.join(' and ');
}
