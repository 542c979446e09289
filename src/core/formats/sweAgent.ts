import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { MessagePart } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import { textMessage } from './content/parts.ts';
import { readMessage } from './content/readMessage.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import { firstText, textOf, unwrapJson, wordOf } from './jsonText.ts';
import { findRow, readRows } from './rows.ts';
import type { At, SessionLog } from './sessionLog.ts';
import { spansOfLog, withRoot } from './sessionLog.ts';
import { repeatedCallIds, withoutIds } from './sessionLog/repeatedCallIds.ts';
import { commandTool } from './sweAgent/commands.ts';
import { readModelStats } from './sweAgent/modelStats.ts';
import { contentId } from './values/contentId.ts';
import { mapOf, mapsIn, restOf } from './values/fields.ts';

type Trajectory = JsonMap & { readonly history: readonly Json[] };

const isStep = (value: JsonMap) => typeof value['action'] === 'string' && 'observation' in value;
const isEntry = (value: JsonMap) => typeof value['role'] === 'string' && ('message_type' in value || ('agent' in value && 'content' in value));

function isTrajectory(value: unknown): value is Trajectory {
  if (!isJsonMap(value) || !Array.isArray(value['history'])) return false;
  return mapsIn(value['trajectory']).some(isStep) || mapsIn(value['history']).some(isEntry);
}

/** A run of SWE-agent, or a demonstration of one (FORMATS 10). Nothing has a time but the commands, which say how long they took. */
export const sweAgent: Format = {
  id: 'swe-agent',
  title: 'SWE-agent trajectories',
  example: '{"environment":"main","trajectory":[{"action":"ls","observation":"README.md","response":"…","thought":"…"}],"history":[{"role":"user","content":"…","agent":"main"}],"info":{"exit_status":"submitted"}}',
  repeats: 'separate',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isTrajectory);
    return found && `a history of agent messages${'trajectory' in found.row ? ' with actions and observations' : ''} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record, warn } of readRows(source, report, isTrajectory, 'Not a trajectory: history and actions are missing; left out.')) yield readRun(row, source, record, warn);
  },
};

function readRun(run: Trajectory, source: Source, record: SourceRecord, warn: (message: string) => void): TraceFragment {
  const info = mapOf(run['info']);
  const replay = unwrapJson(run['replay_config'] ?? null);
  const config = mapOf(replay);
  const agent = mapOf(config['agent']);
  const problem = mapOf(config['problem_statement']);
  const model = isJsonMap(agent['model']) ? textOf(agent['model']['name']) : null;

  const spans = spansOfLog(source, record, (log, at) => tellHistory(run, log, at(null), warn));
  const { usage, cost } = readModelStats(info['model_stats']);
  const status = textOf(info['exit_status']);
  const gaveUp = status !== null && !status.startsWith('submitted');
  const submission = textOf(info['submission']);
  return {
    nativeId: contentId(run),
    header: {
      name: textOf(problem['id']), agent: textOf(agent['name']) ?? firstText(mapsIn(run.history)[0] ?? {}, 'agent'),
      metadata: { ...restOf(info, 'submission', 'model_stats'), ...restOf(run, 'trajectory', 'history', 'info', 'replay_config'), ...(isJsonMap(config['env']) ? { env: config['env'] } : {}) },
    },
    spans: withRoot(spans.map((span) => (span.kind === 'llm' ? { ...span, model } : span)), (root): Partial<Span> => ({
      usage, cost, output: submission === null ? root.output : [textMessage('assistant', submission)],
      ...(gaveUp ? { status: 'error', statusMessage: status } : {}), attributes: { ...root.attributes, ...(isJsonMap(info['model_stats']) ? { model_stats: info['model_stats'] } : {}) },
    })),
    record: recordOf(record),
  };
}

/** The history is what the model saw; the trajectory has, for each of the agent's messages, what its action gave, also the last, which the history may lack. */
function tellHistory(run: Trajectory, log: SessionLog, at: At, warn: (message: string) => void): void {
  const steps = mapsIn(run['trajectory']).filter(isStep);
  const system = mapsIn(run.history).find((entry) => entry['role'] === 'system');
  const documented = commandTool(textOf(system?.['content']) ?? '');
  const repeated = repeatedCallIds(run.history);
  let done = 0;
  let asked = false;
  let open: { step: JsonMap | undefined; callIds: readonly (string | null)[] } | undefined;

  function act(entry: JsonMap, step: JsonMap | undefined): void {
    const parts = withoutIds(partsOf(entry, documented), repeated);
    log.assistant({ begins: true, parts, attributes: restOf(entry, 'role', 'content', 'thought', 'action', 'agent', 'tool_calls', 'message_type', 'is_demo', 'thinking_blocks', 'observation', 'response', 'state', 'execution_time', 'messages', 'query') }, at);
    open = { step, callIds: parts.flatMap((part) => (part.type === 'toolCall' ? [part.id] : [])) };
  }

  /** What the action gave: as the trajectory has it, else as it was put before the model. */
  function observe(shown: Json | undefined): void {
    const { step, callIds = [] } = open ?? {};
    open = undefined;
    const result = step?.['observation'] ?? shown ?? null;
    const state = unwrapJson(typeof step?.['state'] === 'string' ? step['state'].trim() : (step?.['state'] ?? null));
    const took = step?.['execution_time'];
    const attributes = { ...(state === null || state === '' || (isJsonMap(state) && Object.keys(state).length === 0) ? {} : { state }), ...(typeof took === 'number' ? { 'execution_time s': took } : {}) };
    for (const callId of callIds) log.result({ callId, result, status: 'ok', attributes }, at);
    if (callIds.length === 0 && typeof result === 'string' && result !== '') log.context(textMessage('user', result), at);
  }

  for (const raw of run.history) {
    const read = isJsonMap(raw) ? readMessage(raw) : undefined;
    if (!isJsonMap(raw) || read === undefined) {
      warn('A message of the history is not a message; left out.');
      continue;
    }
    const { message } = read;
    if (raw['is_demo'] === true) log.context(message, at);
    else if (message.role === 'assistant') {
      if (open !== undefined) observe(undefined);
      act(raw, steps[done++]);
    } else if (open !== undefined && message.role !== 'system') observe(raw['content'] as Json | undefined);
    else if (message.role === 'user' && !asked) {
      asked = true;
      log.user(message, at, true);
    } else log.context(message, at);
  }
  if (open !== undefined) observe(undefined);
  for (const step of steps.slice(done)) {
    act({ ...step, content: step['response'] ?? '' }, step);
    observe(undefined);
  }
}

function partsOf(entry: JsonMap, documented: (action: string) => string): readonly MessagePart[] {
  const called = Array.isArray(entry['tool_calls']) && entry['tool_calls'].length > 0 ? readMessage({ role: 'assistant', content: '', tool_calls: entry['tool_calls'] as Json })?.message.parts ?? [] : [];
  const thinking = mapsIn(entry['thinking_blocks']).flatMap((block): MessagePart[] => (textOf(block['thinking']) === null ? [] : [{ type: 'reasoning', text: wordOf(block['thinking']) }]));
  const action = textOf(entry['action'])?.trim() ?? '';
  // The thought is the message without the command, which is the call.
  const said = textOf(entry['thought'])?.trim() ?? (called.length > 0 || action === '' ? wordOf(entry['content']) : '');
  const text: MessagePart[] = said === '' ? [] : [{ type: 'text', text: said }];
  const command: MessagePart[] = called.length > 0 || action === '' ? [] : [{ type: 'toolCall', id: null, name: documented(action), arguments: { command: action } }];
  return [...thinking, ...text, ...called, ...command];
}
