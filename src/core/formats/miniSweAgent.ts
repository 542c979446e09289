import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import { textParts, textMessage } from './content/parts.ts';
import { isMessage, readMessage } from './content/readMessage.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import { textOf } from './jsonText.ts';
import { isReadable, rowsIn } from './rows.ts';
import type { At, SessionLog } from './sessionLog.ts';
import { spansOfLog, unlessPriced, withModel, withRoot } from './sessionLog.ts';
import { readModelStats } from './sweAgent/modelStats.ts';
import { contentId } from './values/contentId.ts';
import { listOf, mapOf, restOf } from './values/fields.ts';
import { reportedCost } from './values/reportedCost.ts';
import { readSeconds } from './values/times.ts';
import { readUsage } from './values/tokenUsage.ts';

type Run = JsonMap & { readonly messages: readonly Json[] };

function isRun(value: unknown): value is Run {
  return isJsonMap(value) && Array.isArray(value['messages']) && textOf(value['trajectory_format'])?.startsWith('mini-swe-agent') === true;
}

/** Words that only this agent's prompts have: older files are a bare list of messages. */
const ownWords = /mswea_bash_command|COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT|MINI_SWE_AGENT_FINAL_OUTPUT/;

function isPrompt(value: unknown): boolean {
  return isJsonMap(value) && (value['role'] === 'system' || value['role'] === 'user') && typeof value['content'] === 'string' && ownWords.test(value['content']);
}

const runsIn = (value: unknown) => (Array.isArray(value) && value.length > 0 && value.every(isMessage) ? [value] : rowsIn(value, isRun));

/** A run of mini-SWE-agent: an object with its messages and how it ended, or the messages alone (FORMATS 10). */
export const miniSweAgent: Format = {
  id: 'mini-swe-agent',
  title: 'mini-SWE-agent trajectories',
  example: '{"info":{"exit_status":"Submitted","submission":"…","mini_version":"1.9.0"},"messages":[{"role":"user","content":"…"},{"role":"assistant","content":"…"}],"trajectory_format":"mini-swe-agent-1"}',
  repeats: 'separate',

  detect({ records }: Sample): string | undefined {
    for (const { value, line } of records) if (runsIn(value).some(isRun)) return `trajectory_format mini-swe-agent on line ${line}`;
    const messages = records.length > 1 && records.every(({ value }) => isMessage(value)) ? records.slice(0, 3) : [];
    const prompt = messages.find(({ value }) => isPrompt(value));
    return prompt && `a list of messages with the agent's own prompt on line ${prompt.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    const loose: Json[] = [];
    let first: SourceRecord | undefined;
    let end = 0;
    for (const record of source.records) {
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!isReadable(record.value)) {
        warn('The record is nested too deep to be read; left out.');
        continue;
      }
      if (isMessage(record.value)) {
        loose.push(record.value as Json);
        first ??= record;
        end = record.offset + record.length;
        continue;
      }
      for (const run of runsIn(record.value)) {
        if (isRun(run)) yield readRun(run, source, record, warn);
        else if (Array.isArray(run)) yield readRun({ messages: run as readonly Json[] }, source, record, warn);
        else warn('Not a run: trajectory_format and messages are missing; left out.');
      }
    }
    if (first !== undefined) yield readRun({ messages: loose }, source, { ...first, length: end - first.offset }, (message) => report.warn(null, message, first.file));
  },
};

function readRun(run: Run, source: Source, record: SourceRecord, warn: (message: string) => void): TraceFragment {
  const info = mapOf(run['info']);
  const config = mapOf(info['config']);
  const named = isJsonMap(config['model']) ? textOf(config['model']['model_name']) : null;
  const spans = spansOfLog(source, record, (log, at) => tellMessages(run.messages, log, at, warn));
  const { usage, cost } = readModelStats(info['model_stats']);
  const status = textOf(info['exit_status']);
  const submission = textOf(info['submission']);
  return {
    nativeId: textOf(run['instance_id']) === null ? contentId(run) : `${String(run['instance_id'])}/${contentId(run)}`,
    header: { name: textOf(run['instance_id']), agent: 'mini-swe-agent', metadata: { ...restOf(info, 'submission', 'model_stats', 'config'), ...restOf(config, 'agent'), ...restOf(run, 'messages', 'info', 'instance_id') } },
    spans: withRoot(withModel(spans, named), (root): Partial<Span> => ({
      usage, cost: unlessPriced(spans, cost), output: submission === null ? root.output : [textMessage('assistant', submission)],
      ...(status !== null && status !== 'Submitted' ? { status: 'error', statusMessage: status } : {}), ...(isJsonMap(info['model_stats']) ? { attributes: { ...root.attributes, model_stats: info['model_stats'] } } : {}),
    })),
    record: recordOf(record),
  };
}

function tellMessages(messages: readonly Json[], log: SessionLog, at: (timeUs: number | null) => At, warn: (message: string) => void): void {
  let asked = false;
  for (const raw of messages) {
    const read = isJsonMap(raw) ? readMessage(raw) : undefined;
    if (!isJsonMap(raw) || read === undefined) {
      warn('A message of the run is not a message; left out.');
      continue;
    }
    const extra = mapOf(raw['extra']);
    const when = at(readSeconds(extra['timestamp'] ?? raw['timestamp']));
    const { message } = read;
    const [open] = log.openCalls();
    if (message.role === 'assistant') say(extra, message.parts, log, when);
    else if (raw['role'] === 'exit') log.event('exit', { ...restOf(extra, 'timestamp'), content: raw['content'] ?? null }, when);
    else if (open !== undefined && message.role !== 'system') observe(raw, extra, message.parts, open.callId, log, when);
    else if (message.role === 'user' && !asked) {
      asked = true;
      log.user(message, when, true);
    } else if (message.parts.length > 0) log.context(message, when);
  }
}

/** The one command in the text: the agent refuses a message with none or several. */
function commandIn(text: string): { command: string; said: string } | undefined {
  const found = [...text.matchAll(/```(?:mswea_bash_command|bash|sh)[^\S\n]*\n([\s\S]*?)\n?```/g)];
  const [only] = found;
  return only === undefined || found.length > 1 ? undefined : { command: only[1] ?? '', said: text.replace(only[0], '').trim() };
}

function say(extra: JsonMap, parts: readonly MessagePart[], log: SessionLog, at: At): void {
  const response = mapOf(extra['response']);
  const called = parts.some((part) => part.type === 'toolCall');
  const withCommand = called ? parts : parts.flatMap((part): readonly MessagePart[] => {
    const found = part.type === 'text' ? commandIn(part.text) : undefined;
    if (found === undefined) return [part];
    return [...textParts(found.said), { type: 'toolCall', id: null, name: 'bash', arguments: { command: found.command } }];
  });
  const [choice] = listOf(response['choices']);
  log.assistant({
    begins: true, parts: withCommand, model: textOf(response['model']), usage: isJsonMap(response['usage']) ? readUsage(response['usage']) : null,
    cost: reportedCost(extra['cost']),
    finishReason: isJsonMap(choice) ? textOf(choice['finish_reason']) : null, attributes: { ...restOf(extra, 'response', 'cost', 'timestamp', 'actions'), ...(typeof response['id'] === 'string' ? { response_id: response['id'] } : {}) },
  }, at);
}

/** What the command printed is the next message: to the user in older versions, of a tool since. */
function observe(raw: JsonMap, extra: JsonMap, parts: readonly MessagePart[], open: string | null, log: SessionLog, at: At): void {
  const answer = parts.find((part) => part.type === 'toolResult');
  const result = answer?.result ?? raw['content'] ?? null;
  const code = typeof extra['returncode'] === 'number' ? extra['returncode'] : Number(/^<returncode>(-?\d+)<\/returncode>/.exec(typeof result === 'string' ? result : '')?.[1] ?? Number.NaN);
  log.result({
    callId: answer?.callId ?? open, result, status: code === 0 || Number.isNaN(code) ? 'ok' : 'error',
    attributes: { ...(Number.isNaN(code) ? {} : { returncode: code }), ...restOf(extra, 'timestamp', 'returncode', 'raw_output') },
  }, at);
}
