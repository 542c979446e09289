import type { Label, LabelChange } from '../../src/core/model/label.ts';
import type { QueueProgress, QueueRow } from '../../src/core/model/queue.ts';
import type { QueuePageApi, ShownFlag } from '../../src/protocol/queuePage.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import { changed, recordedAnswers } from './recordedHost.ts';
import type { Recorded } from './recordedHost.ts';
import { story } from './story.ts';
import { signalledStory } from './storyInsights.ts';

/** A queue in memory: what an editor would answer that has these traces, and one reviewer who labels them. */

export type Queued = { readonly row: Pick<QueueRow, 'id' | 'title' | 'why'> & { readonly startUs?: number | null }; readonly recorded?: Recorded; readonly own?: LabelChange; readonly others?: readonly Label[]; readonly flag?: Omit<ShownFlag, 'next'> };
export type QueueInMemory = { readonly answers: Handlers<QueuePageApi>; readonly labels: Map<string, Label | null>; /** Oldest first. */ readonly written: readonly { readonly traces: readonly string[]; readonly change: LabelChange; readonly queue: string | null }[] };

export const otherLabel = (part: Partial<Label>): Label => ({ ...changed(null, { verdict: 'pass' }), by: 'maria', at: '2026-02-04T10:00:00.000Z', ...part });

export function queueInMemory(queued: readonly Queued[], { name = 'This week', blind = true, reviewer = 'jonas' }: { readonly name?: string; readonly blind?: boolean; readonly reviewer?: string } = {}): QueueInMemory {
  const labels = new Map<string, Label | null>(queued.map(({ row, own }) => [row.id, own ? changed(null, own) : null]));
  const written: { readonly traces: readonly string[]; readonly change: LabelChange; readonly queue: string | null }[] = [];
  const past: (readonly (readonly [string, Label | null])[])[] = [];
  const future: typeof past = [];

  const verdictOf = (id: string) => labels.get(id)?.verdict ?? null;
  const rowOf = ({ row, others = [] }: Queued): QueueRow => ({ seen: null, stratum: null, signals: null, ...row, startUs: row.startUs ?? null, verdict: verdictOf(row.id), others: others.length });
  const reviewedBy = (queued: Queued, by: string) => (by === reviewer ? verdictOf(queued.row.id) !== null && verdictOf(queued.row.id) !== 'defer' : (queued.others ?? []).some((label) => label.by === by));
  const names = () => [...new Set([reviewer, ...queued.flatMap(({ others = [] }) => others.map(({ by }) => by))])];
  const progress = (): QueueProgress => {
    const left = queued.filter((each) => !reviewedBy(each, reviewer)).length;
    return {
      id: 'week', name, about: 'All traces of the last 7 days.', builtIn: true, total: queued.length, reviewed: queued.filter((each) => names().some((by) => reviewedBy(each, by))).length,
      by: names().map((by) => ({ name: by, reviewed: queued.filter((each) => reviewedBy(each, by)).length })), left, deferred: queued.filter(({ row }) => verdictOf(row.id) === 'defer').length, minutesLeft: left === 0 ? null : left / 2,
    };
  };
  const failed: QueueProgress = { ...progress(), id: 'failed', name: 'Failed', about: 'Failing traces nobody has labelled.', total: 0, reviewed: 0, left: 0, by: [] };

  function write(traces: readonly string[], change: LabelChange, queue: string | null): Label {
    past.push(traces.map((id) => [id, labels.get(id) ?? null]));
    future.length = 0;
    written.push({ traces, change, queue });
    for (const id of traces) labels.set(id, changed(labels.get(id) ?? null, change));
    return labels.get(traces[0]!)!;
  }

  /** Moves what was last done from one pile to the other. */
  function turnBack(from: typeof past, to: typeof past): { readonly trace: string; readonly traces: readonly string[]; readonly undone: string } | null {
    const last = from.pop();
    if (!last) return null;
    to.push(last.map(([id]) => [id, labels.get(id) ?? null]));
    for (const [id, label] of last) labels.set(id, label);
    return { trace: last[0]![0], traces: last.map(([id]) => id), undone: 'the last press' };
  }

  const byId = new Map(queued.map((each) => [each.row.id, each]));
  const recordedOf = (id: string): Recorded => {
    const found = byId.get(id);
    if (!found) throw new Error(`no trace ${id}`);
    const recorded = found.recorded ?? story;
    const { summary } = recorded.view.skeleton;
    return { ...recorded, view: { ...recorded.view, reviewer, skeleton: { ...recorded.view.skeleton, summary: { ...summary, id, query: found.row.title, label: labels.get(id) ?? null } } } };
  };

  const answers: Handlers<QueuePageApi> = {
    readQueue({ queue, only, keep, filter, offset, limit, trace }) {
      const ids = 'ids' in queue ? new Set(queue.ids) : null;
      const of = 'id' in queue && queue.id === 'failed' ? [] : queued.filter(({ row }) => ids?.has(row.id) !== false);
      const rows = of.map(rowOf).filter((row) => (only === undefined || row.id === keep || (only === 'left' ? row.verdict === null || row.verdict === 'defer' : only === 'deferred' ? row.verdict === 'defer' : row.verdict !== null)) && (filter === undefined || row.title.toLowerCase().includes(filter.toLowerCase())));
      const at = trace === undefined ? -1 : rows.findIndex(({ id }) => id === trace);
      const from = at < 0 ? offset : Math.floor(at / limit) * limit;
      return { queue: of.length === 0 ? failed : progress(), queues: [progress(), failed], order: 'telling', rows: rows.slice(from, from + limit), total: rows.length, offset: from, at: at < 0 ? null : at, pending: 0, empty: queued.length === 0 };
    },
    queueChosen: () => null,
    nextInQueue({ after }) {
      const start = queued.findIndex(({ row }) => row.id === after) + 1;
      const round = [...queued.slice(start), ...queued.slice(0, start)].filter((each) => each.row.id !== after && !reviewedBy(each, reviewer));
      const next = round[0];
      return { next: next ? rowOf(next) : null, at: next ? queued.indexOf(next) : null, queue: progress(), others: names().filter((by) => by !== reviewer).map((by) => ({ name: by, left: queued.filter((each) => !reviewedBy(each, by)).length })) };
    },
    classCounts: () => ({ answer_quality: 14, tool_selection: 21, tool_arguments: 9, policy_boundary: 3, evidence_quality: 12, recovery_behavior: 6 }),
    stillThere: ({ traces }) => ({ traces: traces.map((id) => ({ id, importedAt: story.view.skeleton.summary.importedAt, cases: [] })), classes: story.view.classes }),
    newClass: ({ name: named }) => ({ class: 'own', classes: [...story.view.classes, { id: 'own', name: named }] }),
    reviewState({ trace }) {
      const others = byId.get(trace)?.others ?? [];
      const hide = blind && verdictOf(trace) === null;
      return { trace, own: labels.get(trace) ?? null, others: hide ? [] : others, hidden: hide ? others.length : 0, adjudicated: null, disagree: !hide && others.some(({ verdict }) => verdict !== null && verdict !== verdictOf(trace)) };
    },
    flagged({ trace }) {
      const { flag, others = [] } = byId.get(trace) ?? {};
      const label = labels.get(trace);
      return flag ? { ...flag, next: blind && others.length > 0 && !label?.verdict ? null : label?.verdict !== 'fail' ? 'review' : label.class === null ? 'classify' : 'makeCase' } : null;
    },
    ofTrace: ({ trace, method, args }, context) => (recordedAnswers(recordedOf(trace)) as unknown as Readonly<Record<string, (args: unknown, context: unknown) => unknown>>)[method]!(args, context),
    labelOne: ({ trace, queue, change }) => write([trace], change, queue),
    labelSeveral({ traces, queue, change }) {
      write(traces, change, queue);
      return { traces: traces.length, replaced: 0 };
    },
    undoLast: () => turnBack(past, future),
    redoLast: () => turnBack(future, past),
  };
  return { answers, labels, written };
}

const at = (time: string): number => Date.parse(`2026-02-03T${time}:00.000Z`) * 1000;

/** The queue of the mock: the story among others of its week. */
export const weekQueue: readonly Queued[] = ([
  ['Is order 55120 still in Leipzig?', 'wrong tool, searchOrders', '09:02', { verdict: 'fail', class: { class: 'tool_selection' } }],
  ['Change my delivery address', 'no signal, random', '09:04', { verdict: 'pass' }],
  ['Cancel order 88410, wrong size', 'high risk, no approval seen', '09:07', { verdict: 'defer' }],
  ['What’s the status of order 12345?', '6 signals, rejected', '09:12'],
  ['Where is my parcel? It said today, and it is not here at five in the afternoon', 'rejected, unsupported number', '09:31'],
  ['Refund 450 EUR on ticket 771', 'policy near miss', '10:05'],
  ['Return window for a phone', 'stale context, 412 days', '10:18'],
  ['Track 88213 and 88214', 'repeated call × 4', '10:20'],
  ['Invoice for January', '18.4 s, slow', '10:41'],
  ['How do I reset my password?', 'no tool call, outlier', '11:02'],
  ['Order 90113 arrived broken', 'edited by the user', '11:15'],
  ['Does the jacket come in green?', 'random', '11:19'],
  ['Why was I charged twice?', 'few examples: policy', '11:40'],
  ['Deliver to a neighbour', 'scored fail, unsure', '11:52'],
  ['Status of order A-77', 'malformed arguments', '12:04'],
  ['Stop my subscription', 'random', '12:11'],
] as const).map(([title, why, time, own], index) => ({
  row: { id: `tr_${String(index).padStart(4, '0')}`, title, why, startUs: at(time) }, recorded: index === 3 ? signalledStory : story, ...(index === 3 ? { flag: { user: 'user-17', by: null, flaggedMs: at('09:40') / 1000, note: 'Nothing arrived', kinds: ['rejected', 'note'] as const } } : {}), ...(own ? { own } : {}),
  ...(index % 3 === 0 ? { others: [otherLabel({ verdict: 'fail', note: 'Made up a date' })] } : {}),
}));
