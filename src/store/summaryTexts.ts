import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { summarize } from '../core/trajectory/summarize.ts';

/** Longer texts of a summary are cut in lists; who asks for one trace gets them whole, read from the trace itself. */
const listedCharacters = 240;

const texts = ['query', 'answer', 'why'] as const;

/** A summary as it is stored for lists. */
export type ListedSummary = TraceSummary & { readonly cut?: true };

function listedSummary(summary: TraceSummary): ListedSummary {
  if (texts.every((name) => (summary[name]?.length ?? 0) <= listedCharacters)) return summary;
  const short = (text: string | null) => (text === null || text.length <= listedCharacters ? text : `${text.slice(0, listedCharacters - 1)}…`);
  return { ...summary, query: short(summary.query), answer: short(summary.answer), why: short(summary.why), cut: true };
}

/** What every summary has, in this order: stored indexes rely on it. What is not here is stored under its name. */
const fields = [
  'id', 'nativeId', 'format', 'file', 'sha256', 'name', 'app', 'agent', 'models', 'sessionId', 'userId', 'startUs', 'importedAt', 'latencyMs', 'inputTokens', 'outputTokens',
  'costUsd', 'costSource', 'spans', 'steps', 'toolCalls', 'failedCalls', 'firstError', 'query', 'userTurns', 'toolsOffered', 'toolsCalled', 'callsKnown', 'why', 'promptTokens',
  'documents', 'answer', 'feedback', 'facts', 'failing', 'label', 'cases', 'warnings',
] as const satisfies readonly (keyof TraceSummary)[];
const isField: ReadonlySet<string> = new Set(fields);

/** `[values of the fields, whatever else there is]`: the names would be a third of it. */
export function encodeSummary(summary: TraceSummary): string {
  const listed = listedSummary(summary);
  const more: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(listed)) if (!isField.has(key)) more[key] = value;
  return JSON.stringify([fields.map((field) => listed[field]), more]);
}

/** Earlier versions stored it as it is. */
export function decodeSummary(text: string): ListedSummary {
  const stored = JSON.parse(text) as ListedSummary | readonly [values: readonly unknown[], more: object];
  if (!Array.isArray(stored)) return stored as ListedSummary;
  const [values, more] = stored as readonly [readonly unknown[], object];
  return { ...Object.fromEntries(fields.map((field, at) => [field, values[at] ?? null])), ...more } as ListedSummary;
}

/** Texts stay cut, and say so. */
export function asListed({ cut, ...summary }: ListedSummary): TraceSummary {
  return cut ? { ...summary, textsCut: true } : summary;
}

export function wholeSummary(listed: ListedSummary, readTrace: () => Trace | undefined): TraceSummary {
  const trace = listed.cut ? readTrace() : undefined;
  if (!trace) return asListed(listed);
  const { cut: _, ...summary } = listed;
  const { query, answer, why } = summarize(trace, { factsConfig: {}, importedAt: summary.importedAt, warnings: summary.warnings });
  return { ...summary, query, answer, why };
}
