import { formatCost, formatCount, plural } from '../display/numbers.ts';
import type { ReportSection } from '../display/reportSections.ts';
import { formatDate, formatDuration } from '../display/time.ts';
import { oneLine } from '../display/truncate.ts';
import type { ReplayedTrace } from '../model/replayed.ts';
import type { ReplaySummary } from './replaySummary.ts';

export type ReplayToTell = {
  readonly runId: string; readonly target: string; readonly matched: number; readonly chosen: number; readonly seed: number | null; readonly cancelled: boolean; readonly durationMs: number;
  readonly summary: ReplaySummary;
  readonly traces: readonly ReplayedTrace[]; readonly notKept?: string | undefined;
};

const mostOfQuery = 60;
const mostOfReason = 200;

const signed = (value: number, format: (absolute: number) => string): string => (value > 0 ? `+${format(value)}` : value < 0 ? `\u2212${format(-value)}` : format(0));
const deltaOf = (compared: ReplayedTrace['compared'], of: 'latencyMs' | 'costUsd', format: (absolute: number) => string): string => {
  const delta = compared?.[of].delta ?? null;
  return delta === null ? '' : signed(delta, format);
};

/** Which traces these are, how they were chosen, and what differs on the whole. */
export function replayFacts({ matched, chosen, seed, summary }: ReplayToTell): readonly string[] {
  const { differs, latencyMsP50, costUsd } = summary;
  const part = (name: string, { changed, n }: ReplaySummary['differs']['tools']): string => (n === 0 ? `${name} not comparable` : `${name} ${formatCount(changed)} of ${formatCount(n)}`);
  const known = (n: number): string => `known of ${plural(n, 'trace')} on both sides`;
  return [
    chosen === matched ? `All ${plural(matched, 'trace')} that match.` : seed === null ? `The newest ${formatCount(chosen)} of ${plural(matched, 'trace')} that match.` : `${formatCount(chosen)} of ${plural(matched, 'trace')} that match, drawn with seed ${seed}.`,
    `Changed: ${part('tools', differs.tools)}, ${part('answer', differs.answer)}, ${part('how it ended', differs.terminal)}.`,
    latencyMsP50.recorded === null || latencyMsP50.now === null ? 'Latency: not known on both sides.' : `Latency, median: ${formatDuration(latencyMsP50.recorded)}, now ${formatDuration(latencyMsP50.now)} (${known(latencyMsP50.n)}).`,
    costUsd.recorded === null || costUsd.now === null ? 'Cost: not known on both sides.' : `Cost: ${formatCost(costUsd.recorded)}, now ${formatCost(costUsd.now)} (${known(costUsd.n)}).`,
  ];
}

function tableOf(title: string, traces: readonly ReplayedTrace[], most: number): readonly ReportSection[] {
  if (traces.length === 0) return [];
  const shown = traces.slice(0, most);
  const [slower, dearer] = [shown.some(({ compared }) => (compared?.latencyMs.delta ?? null) !== null), shown.some(({ compared }) => (compared?.costUsd.delta ?? null) !== null)];
  const rows = shown.map(({ traceId, startUs, query, reason, notes, compared }) => [
    traceId, startUs === null ? 'not recorded' : formatDate(startUs, { locale: 'en-GB' }), oneLine(query ?? 'no query recorded', mostOfQuery), `${oneLine(reason ?? '', mostOfReason)}${notes.length > 0 ? ' *' : ''}`,
    ...(slower ? [deltaOf(compared, 'latencyMs', formatDuration)] : []), ...(dearer ? [deltaOf(compared, 'costUsd', formatCost)] : []),
  ]);
  const notes = [...new Set(shown.flatMap((each) => each.notes))].map((note) => `* ${note}`);
  const cut = traces.length > most ? [`The first ${formatCount(most)} of ${formatCount(traces.length)}; replay.jsonl holds all.`] : [];
  return [{ title: `${title} (${formatCount(traces.length)})`, lines: [...cut, ...notes], table: { columns: ['trace', 'when', 'query', title === 'Changed' ? 'what changed' : 'why', ...(slower ? ['time'] : []), ...(dearer ? ['cost'] : [])], rows } }];
}

/** What changed first, then what could not be told. The same are counted alone. @param most rows of a table */
export function replaySections(replay: ReplayToTell, most: number): readonly ReportSection[] {
  const of = (outcome: ReplayedTrace['outcome']): readonly ReplayedTrace[] => replay.traces.filter((each) => each.outcome === outcome);
  return [...tableOf('Changed', of('changed'), most), ...tableOf('Broke', of('error'), most), ...tableOf('Not comparable', of('n/a'), most)];
}
