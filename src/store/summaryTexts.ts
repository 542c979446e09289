import type { TraceSummary } from '../core/model/trajectory.ts';

/** Longer texts of a summary are cut in lists; who asks for one trace gets them whole. */
const listed = 1000;

const texts = ['query', 'answer', 'why'] as const;
type LongTexts = Partial<Record<(typeof texts)[number], string>>;

/** A summary as lists show it, and what had to be cut from it as JSON; null when nothing was. */
export function cutSummary(summary: TraceSummary): { readonly summary: TraceSummary; readonly long: string | null } {
  const long: LongTexts = {};
  const cut: LongTexts = {};
  for (const name of texts) {
    const text = summary[name];
    if (text === null || text.length <= listed) continue;
    long[name] = text;
    cut[name] = `${text.slice(0, listed - 1)}…`;
  }
  return Object.keys(long).length === 0 ? { summary, long: null } : { summary: { ...summary, ...cut }, long: JSON.stringify(long) };
}

/** The summary whole again. */
export function wholeSummary(summaryText: string, longText: string | null): TraceSummary {
  const summary = JSON.parse(summaryText) as TraceSummary;
  return longText === null ? summary : { ...summary, ...(JSON.parse(longText) as LongTexts) };
}
