import type { Json, JsonMap } from '../model/json.ts';
import type { FeedbackState } from '../model/feedback.ts';
import { FeedbackEvent } from '../model/feedback.ts';
import type { Trace } from '../model/trace.ts';
import { feedbackOf } from '../trajectory/facts.ts';
import { timeTrouble } from './feedbackLine.ts';

/** Columns by the names that ticket systems and scripts give them, without case, spaces and underscores. */
const columns: Readonly<Record<string, keyof FeedbackEvent>> = {
  traceid: 'trace', runid: 'trace', trace: 'trace', run: 'trace', id: 'trace',
  feedback: 'feedback', userfeedback: 'feedback', verdict: 'feedback', rating: 'feedback', thumb: 'feedback', vote: 'feedback',
  finaltext: 'finalText', editedtext: 'finalText', correctedtext: 'finalText',
  editminutes: 'editMinutes', minutes: 'editMinutes',
  outcome: 'outcome', note: 'note', comment: 'note', comments: 'note', by: 'by', user: 'by', author: 'by', at: 'at', time: 'at', timestamp: 'at', date: 'at',
};

const plain = (name: string) => name.replace(/^\uFEFF/, '').toLowerCase().replaceAll(/[\s_-]/g, '');

/** `undated`: why its time is left out, a sentence. `unknown`: columns that are not known. */
export type ReadRow = { readonly event: FeedbackEvent; readonly unknown: readonly string[]; readonly undated: string | null };

/** One row of a feedback file as an event, or what keeps it from being one: a sentence. */
export function readFeedbackRow(row: JsonMap, now: Date): ReadRow | { readonly problem: string } {
  const fields: Record<string, Json> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(row)) {
    const field = columns[plain(name)];
    if (field === undefined || field === 'v') unknown.push(name);
    else if (value !== null && value !== '' && !(field in fields)) fields[field] = value;
  }
  const { trace } = fields;
  if (typeof trace !== 'string' && typeof trace !== 'number') return { problem: 'It has no traceId or runId.' };
  const feedback = fields['feedback'] === undefined ? undefined : feedbackOf(asNumber(fields['feedback']));
  const said = fields['at'] === undefined ? undefined : timeOf(fields['at']);
  const trouble = said === undefined ? null : timeTrouble(said, now);
  const at = trouble === null ? said : undefined;
  const minutes = fields['editMinutes'] === undefined ? undefined : asNumber(fields['editMinutes']);
  const read = FeedbackEvent.safeParse({
    v: 1, trace: String(trace),
    ...(feedback === undefined ? {} : { feedback }), ...(minutes === undefined ? {} : { editMinutes: minutes }), ...(at === undefined ? {} : { at }),
    ...(fields['outcome'] === undefined ? {} : { outcome: String(fields['outcome']).trim().toLowerCase() }),
    ...textsOf(fields, 'finalText', 'note', 'by'),
  });
  if (!read.success) return { problem: problemOf(read.error.issues[0]?.path[0], fields) };
  const { v: _, trace: __, by: ___, at: ____, ...rest } = read.data;
  if (Object.keys(rest).length === 0) return { problem: 'It says nothing: feedback, finalText, editMinutes, outcome and note are all missing.' };
  return { event: read.data, unknown, undated: trouble === null ? null : `It counts without a time: ${trouble}.` };
}

function textsOf(fields: Readonly<Record<string, Json>>, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
  }));
}

const asNumber = (value: Json): Json => (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value);

/** In the form of journals; as it was written where it is no time. */
function timeOf(value: Json): string {
  const number = asNumber(value);
  const time = typeof number === 'number' ? new Date(number < 1e11 ? number * 1000 : number) : new Date(String(value));
  return Number.isNaN(time.getTime()) ? String(value) : time.toISOString();
}

function problemOf(field: PropertyKey | undefined, fields: Readonly<Record<string, Json>>): string {
  const said = JSON.stringify(fields[String(field)])?.slice(0, 40) ?? '';
  if (field === 'feedback') return `feedback ${said} is none of accepted, edited and rejected, nor a word or number for one of them.`;
  if (field === 'outcome') return `outcome ${said} is none of used, ignored and workaround.`;
  if (field === 'editMinutes') return `editMinutes ${said} is no number of minutes.`;
  return `${String(field)} ${said} cannot be read.`;
}

/** What all events of one trace amount to: each field as the latest event that has it says. Events without a time come first, in their order. */
export function foldFeedback(events: readonly FeedbackEvent[]): FeedbackState {
  let state: FeedbackState = {};
  for (const { v: _, trace: __, ...said } of events.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))) state = { ...state, ...said };
  return state;
}

/** The trace with what users said of it later: that stands over what the export knew. */
export function withFeedback<T extends Pick<Trace, 'header'>>(trace: T, said: FeedbackState | undefined): T {
  if (said === undefined) return trace;
  const { note: _, by: __, at: ___, ...facts } = said;
  return { ...trace, header: { ...trace.header, facts: { ...trace.header.facts, ...facts } } };
}
