import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { summarize } from '../core/trajectory/summarize.ts';

/** Longer texts of a summary are cut in lists; who asks for one trace gets them whole, read from the trace itself. */
const listedCharacters = 240;

const texts = ['query', 'answer', 'why'] as const;

/** A summary as it is stored for lists. */
export type ListedSummary = TraceSummary & { readonly cut?: true };

export function listedSummary(summary: TraceSummary): ListedSummary {
  if (texts.every((name) => (summary[name]?.length ?? 0) <= listedCharacters)) return summary;
  const short = (text: string | null) => (text === null || text.length <= listedCharacters ? text : `${text.slice(0, listedCharacters - 1)}…`);
  return { ...summary, query: short(summary.query), answer: short(summary.answer), why: short(summary.why), cut: true };
}

/** Without the mark; texts stay cut. */
export function asListed({ cut: _cut, ...summary }: ListedSummary): TraceSummary {
  return summary;
}

export function wholeSummary(listed: ListedSummary, readTrace: () => Trace | undefined): TraceSummary {
  const summary = asListed(listed);
  const trace = listed.cut ? readTrace() : undefined;
  if (!trace) return summary;
  const { query, answer, why } = summarize(trace, { factsConfig: {}, importedAt: summary.importedAt, warnings: summary.warnings });
  return { ...summary, query, answer, why };
}
