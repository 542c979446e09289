import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span } from '../model/span.ts';
import { latencyKey } from '../trajectory/totals.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import { textOf, wordOf } from './jsonText.ts';
import { findRow, isReadable, rowsIn } from './rows.ts';
import { spansOfLog, unlessPriced, withModel, withRoot } from './sessionLog.ts';
import { tellConversation } from './tau/conversation.ts';
import type { Experiment } from './tau/experiment.ts';
import { readExperiment, unknownExperiment } from './tau/experiment.ts';
import { readRewards } from './tau/rewards.ts';
import { tellTicks } from './tau/ticks.ts';
import { contentId } from './values/contentId.ts';
import { listOf, restOf } from './values/fields.ts';
import { pricedCost } from './values/reportedCost.ts';
import { readIsoTime, readSeconds } from './values/times.ts';

function isSimulation(value: unknown): value is JsonMap {
  return isJsonMap(value) && 'task_id' in value && ('reward_info' in value || 'termination_reason' in value) && (Array.isArray(value['messages']) || Array.isArray(value['ticks']));
}

/** What a file of results says of all its runs; those of a voice run stand in files beside it. */
function isResults(value: unknown): value is JsonMap {
  if (!isJsonMap(value)) return false;
  if (Array.isArray(value['simulations'])) return isJsonMap(value['info']) || (value['simulations'] as readonly Json[]).some(isSimulation);
  return isJsonMap(value['info']) && isJsonMap(value['info']['agent_info']) && (Array.isArray(value['simulation_index']) || Array.isArray(value['tasks']));
}

/** Results of tau2-bench in all their shapes: with the run's settings, as a bare list, as a leader board keeps them, and as the folder of a voice run (FORMATS 11). */
export const tau2: Format = {
  id: 'tau2',
  title: 'tau2-bench results',
  example: '{"timestamp":"2026-03-22T09:10:21","info":{"agent_info":{"llm":"gpt-4.1"},"environment_info":{"domain_name":"airline"}},"tasks":[],"simulations":[{"id":"s1","task_id":"0","reward_info":{"reward":1.0},"messages":[]}]}',
  repeats: 'separate',

  unitOf(path: string): string | undefined {
    return /^(.+)\/(?:results\.json|simulations\/[^/]+\.json)$/.exec(path)?.[1];
  },

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, (value) => isResults(value) || isSimulation(value));
    return found && `${isResults(found.row) ? 'results of simulations' : 'a simulation with its reward'} on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    let experiment = unknownExperiment;
    let simulations = 0;
    for (const record of source.records) {
      const warn = (message: string) => report.warn(record.line, message, record.file);
      if (!isReadable(record.value)) {
        warn('The record is nested too deep to be read; left out.');
        continue;
      }
      if (isResults(record.value)) experiment = readExperiment(record.value);
      const listed = isResults(record.value) ? (Array.isArray(record.value['simulations']) ? (record.value['simulations'] as readonly unknown[]) : []) : rowsIn(record.value, isSimulation);
      for (const each of listed) {
        if (isSimulation(each)) yield readSimulation(each, experiment, source, record, warn);
        else warn('Not a simulation: task and messages are missing.');
        simulations++;
      }
    }
    if (simulations === 0) report.warn(null, 'The file holds no simulations. Those of a voice run are in the folder simulations beside it: import the folder that holds both.');
  },
};

const ended = new Set(['user_stop', 'agent_stop']);

function readSimulation(simulation: JsonMap, experiment: Experiment, source: Source, record: SourceRecord, warn: (message: string) => void): TraceFragment {
  const messages = Array.isArray(simulation['messages']) && simulation['messages'].length > 0 ? (simulation['messages'] as readonly Json[]) : undefined;
  const ticks = listOf(simulation['ticks']);
  const policy = textOf(simulation['policy']) ?? experiment.policy;
  const spans = spansOfLog(source, record, (log, at) => {
    // What the agent is told stands beside its messages, which begin with what is said to the user.
    if (policy !== null && messages?.some((message) => isJsonMap(message) && message['role'] === 'system') !== true) log.context({ role: 'system', parts: [{ type: 'text', text: policy }] }, at(null));
    if (messages === undefined) tellTicks(ticks, log, at, warn);
    else tellConversation(messages, log, at, warn);
  });
  const reason = textOf(simulation['termination_reason']);
  const startUs = readIsoTime(simulation['start_time']);
  const endUs = readIsoTime(simulation['end_time']);
  const cost = pricedCost(simulation['agent_cost']);
  const task = wordOf(simulation['task_id']);
  const duration = readSeconds(simulation['duration']);
  return {
    nativeId: textOf(simulation['id']) ?? `${task}/${wordOf(simulation['trial'])}/${contentId(simulation)}`,
    header: {
      name: `task ${task}${wordOf(simulation['trial']) === '' ? '' : `, trial ${wordOf(simulation['trial'])}`}`,
      app: experiment.domain, agent: experiment.agent, scores: readRewards(simulation['reward_info']),
      metadata: {
        ...restOf(simulation, 'id', 'messages', 'ticks', 'policy', 'reward_info', 'start_time', 'end_time', 'timestamp'), ...experiment.metadata,
        ...(experiment.tasks.has(task) ? { task: experiment.tasks.get(task) ?? null } : {}),
        ...(startUs === null && duration !== null ? { [latencyKey]: duration / 1000 } : {}),
      },
    },
    spans: withRoot(withModel(spans, experiment.model), (root): Partial<Span> => ({
      startUs: startUs ?? root.startUs, endUs: endUs ?? root.endUs, toolDefinitions: experiment.tools,
      cost: unlessPriced(spans, cost),
      ...(reason === null || ended.has(reason) ? {} : { status: 'error', statusMessage: reason }),
      attributes: { ...root.attributes, ...(isJsonMap(simulation['reward_info']) ? { reward_info: simulation['reward_info'] } : {}) },
    })),
    record: recordOf(record),
  };
}
