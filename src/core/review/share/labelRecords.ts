import { csvCell } from '../../support/csv.ts';
import type { Label } from '../../model/label.ts';
import type { LabelledTrace } from '../../model/review.ts';

/** One reviewer's label of one trace, flat, as other tools read tables. Null: nothing was said, or not recorded. */
export type LabelRecord = {
  readonly trace: string; readonly nativeId: string | null; readonly question: string | null; readonly startedAt: string | null;
  readonly by: string; readonly at: string;
  /** It is the label that counts: of whoever spoke last, or as it was decided between reviewers. */
  readonly inForce: boolean;
  readonly adjudicated: boolean;
  readonly verdict: Label['verdict']; readonly class: string | null; readonly mode: string | null; readonly className: string | null;
  readonly firstWrongStep: number | null; readonly firstWrongName: string | null; readonly firstWrongSpan: string | null; readonly lastGoodStep: number | null; readonly lastGoodName: string | null;
  readonly note: string | null; readonly cause: string | null; readonly fix: string | null; readonly correction: string | null; readonly wrongWords: string | null;
  readonly status: Label['status']; readonly owner: string | null; readonly queue: string | null; readonly stratum: string | null;
  readonly costUsd: number | null; readonly cases: string;
};

const orNull = (text: string): string | null => (text === '' ? null : text);

function recordOf(trace: LabelledTrace, label: Label, inForce: boolean, className: (id: string) => string): LabelRecord {
  const { firstWrong, lastGood } = label;
  return {
    trace: trace.id, nativeId: trace.orphan ? null : trace.nativeId, question: trace.title, startedAt: trace.startUs === null ? null : new Date(trace.startUs / 1000).toISOString(),
    by: label.by, at: label.at, inForce, adjudicated: inForce && trace.labels.adjudicated !== null,
    verdict: label.verdict, class: label.class?.class ?? null, mode: label.class?.mode ?? null, className: label.class === null ? null : className(label.class.class),
    firstWrongStep: firstWrong?.step ?? null, firstWrongName: firstWrong?.name ?? null, firstWrongSpan: firstWrong?.span ?? null, lastGoodStep: lastGood?.step ?? null, lastGoodName: lastGood?.name ?? null,
    note: orNull(label.note), cause: orNull(label.cause), fix: orNull(label.fix), correction: orNull(label.correction), wrongWords: orNull(label.wrongWords),
    status: label.status, owner: orNull(label.owner), queue: label.queue ?? null, stratum: label.stratum ?? null,
    costUsd: trace.costUsd, cases: trace.cases.map(({ id }) => id).join(' '),
  };
}

/** Each reviewer's label; the one that counts is marked, and stands by itself where it was decided between them. By trace, then by time. */
export function labelRecords(all: readonly LabelledTrace[], className: (id: string) => string): readonly LabelRecord[] {
  return all.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)).flatMap((trace) => {
    const { own, label, adjudicated } = trace.labels;
    const records = own.map((each) => recordOf(trace, each, adjudicated === null && each.by === label?.by, className));
    return label && adjudicated ? [...records, recordOf(trace, label, true, className)] : records;
  });
}

const columns = [
  'trace', 'nativeId', 'question', 'startedAt', 'by', 'at', 'inForce', 'adjudicated', 'verdict', 'class', 'mode', 'className', 'firstWrongStep', 'firstWrongName', 'firstWrongSpan', 'lastGoodStep', 'lastGoodName',
  'note', 'cause', 'fix', 'correction', 'wrongWords', 'status', 'owner', 'queue', 'stratum', 'costUsd', 'cases',
] as const satisfies readonly (keyof LabelRecord)[];

/** RFC 4180; an empty cell is what is not known. */
export function labelsCsv(records: readonly LabelRecord[]): string {
  return [columns.join(','), ...records.map((record) => columns.map((name) => csvCell(record[name] === null ? '' : String(record[name]))).join(','))].map((line) => `${line}\r\n`).join('');
}

export const labelsJsonLines = (records: readonly LabelRecord[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
