import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { callPart, reasoningParts, textMessage, textParts } from './content/parts.ts';
import type { Format, ReadReport, Sample, Source, TraceFragment } from './format.ts';
import { placeOf } from './format.ts';
import { textOf, unwrapJson, wordOf } from './jsonText.ts';
import type { At, EntryReader, SessionLog } from './sessionLog.ts';
import { idOfLog, namedSession, readSession } from './sessionLog.ts';
import { splitPrompt } from './sessionLog/promptText.ts';
import { mapsIn, restOf } from './values/fields.ts';
import { readIsoTime } from './values/times.ts';

const isStep = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['step_index'] === 'number' && typeof value['source'] === 'string' && typeof value['type'] === 'string';

/** Transcripts of Antigravity: numbered steps of the user, the model and its tools (FORMATS 9h). */
export const antigravity: Format = {
  id: 'antigravity',
  title: 'Antigravity transcripts',
  example: '{"step_index":0,"source":"USER_EXPLICIT","type":"USER_INPUT","status":"DONE","created_at":"2026-03-01T10:00:00Z","content":"…"}',
  growth: 'resumed',

  detect({ records }: Sample): string | undefined {
    const step = records.find(({ value }) => isStep(value));
    return step && `step_index, source and type on line ${step.line}`;
  },

  read(source: Source, report: ReadReport): Generator<TraceFragment> {
    return readSession(source, report, (log, kept) => antigravityReader(source, log, kept));
  },
};

function antigravityReader(source: Source, log: SessionLog, kept: JsonMap): EntryReader {
  let id = textOf(kept['id']);
  return {
    take(step, record, warn) {
      const isFirst = id === null;
      id ??= idOfLog(source, record);
      if (isStep(step)) readStep(step, { place: placeOf(source, record), timeUs: readIsoTime(step['created_at']) }, log);
      else warn('The line is no step; left out.');
      return isFirst ? { app: 'Antigravity', ...namedSession(id) } : undefined;
    },
    id: () => id,
    keep: () => ({ id }),
  };
}

function readStep(step: JsonMap, at: At, log: SessionLog): void {
  const content = textOf(step['content']);
  const attributes = restOf(step, 'step_index', 'source', 'type', 'status', 'created_at', 'content', 'thinking', 'tool_calls');
  if (step['source'] === 'USER_EXPLICIT') {
    const { prompt, context } = splitPrompt(textParts(content), { asked: 'USER_REQUEST' });
    if (context !== null) log.context(context, at);
    if (prompt !== null) log.user(prompt, at, true);
  } else if (step['source'] !== 'MODEL') {
    if (content !== null) log.context(textMessage('user', content), at);
  } else if (step['type'] === 'PLANNER_RESPONSE') {
    const thinking = textOf(step['thinking']);
    const calls = mapsIn(step['tool_calls']);
    log.assistant({
      begins: true, attributes, provider: 'google',
      parts: [...reasoningParts(thinking), ...textParts(content), ...calls.map((call) => callPart(call['id'], call['name'], call['args'] ?? call['arguments']))],
    }, at);
  } else {
    // A tool's own step: what it gave back to the oldest call that waits, or, where calls are not told, all there is of it.
    const failed = step['status'] === 'ERROR' || step['status'] === 'FAILED';
    const isCancelled = step['status'] === 'CANCELED' || step['status'] === 'CANCELLED';
    const [waiting] = log.openCalls();
    log.result({ callId: waiting?.callId ?? null, tool: waiting?.tool ?? wordOf(step['type']).toLowerCase(), ...(content === null ? {} : { result: unwrapJson(content) }), status: isCancelled ? 'blocked' : failed ? 'error' : 'ok', attributes }, at);
  }
}
