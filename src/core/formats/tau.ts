import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Score } from '../model/trace.ts';
import type { Format, ReadReport, Sample, Source, SourceRecord, TraceFragment } from './format.ts';
import { recordOf } from './format.ts';
import { wordOf } from './jsonText.ts';
import { findRow, readRows } from './rows.ts';
import { spansOfLog } from './sessionLog.ts';
import { tellConversation } from './tau/conversation.ts';
import { contentId } from './values/contentId.ts';
import { mapOf, restOf } from './values/fields.ts';

type Run = JsonMap & { readonly traj: readonly Json[] };

function isRun(value: unknown): value is Run {
  return isJsonMap(value) && Array.isArray(value['traj']) && 'reward' in value;
}

/** Results of tau-bench 1: a list of runs, each a task's conversation with its reward (FORMATS 11). Neither times nor tokens. */
export const tau: Format = {
  id: 'tau',
  title: 'tau-bench results',
  example: '[{"task_id":0,"reward":1.0,"info":{"task":{"user_id":"ana","instruction":"…"},"user_cost":0.01},"traj":[{"role":"user","content":"…"},{"role":"assistant","content":"…"}],"trial":0}]',
  repeats: 'separate',

  detect(sample: Sample): string | undefined {
    const found = findRow(sample, isRun);
    return found && `traj and reward on line ${found.line}`;
  },

  *read(source: Source, report: ReadReport): Generator<TraceFragment> {
    for (const { row, record, warn } of readRows(source, report, isRun, 'Not a run: traj and reward are missing; left out.')) yield readRun(row, source, record, warn);
  },
};

function readRun(run: Run, source: Source, record: SourceRecord, warn: (message: string) => void): TraceFragment {
  const info = mapOf(run['info']);
  const named = [['task', wordOf(run['task_id'])], ['trial', wordOf(run['trial'])]].filter(([, word]) => word !== '').map((words) => words.join(' ')).join(', ');
  return {
    nativeId: `${wordOf(run['task_id'])}/${wordOf(run['trial'])}/${contentId(run)}`,
    header: {
      name: named === '' ? null : named, scores: scoresOf(run['reward'], info),
      metadata: { ...restOf(run, 'traj', 'info', 'reward'), ...restOf(info) },
    },
    spans: spansOfLog(source, record, (log, at) => tellConversation(run.traj, log, at, warn)),
    record: recordOf(record),
  };
}

function scoresOf(reward: Json | undefined, info: JsonMap): readonly Score[] {
  const details = mapOf(mapOf(info['reward_info'])['info']);
  const named: readonly (readonly [string, Json | undefined])[] = [['reward', reward], ...['r_actions', 'r_outputs'].map((key) => [key, details[key]] as const)];
  return named.flatMap(([name, value]): Score[] => (typeof value === 'number' || typeof value === 'boolean' ? [{ name, value, source: 'code', comment: null, spanId: null }] : []));
}
