import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { TraceHeader } from '../../model/trace.ts';
import { textOf, wordOf } from '../jsonText.ts';
import { saidFields } from '../values/fields.ts';

/** What a log says of all its samples. */
export type EvalRun = {
  /** Tells the runs of one task apart; null where nothing does. */
  readonly id: string | null;
  readonly task: string | null;
  readonly model: string | null;
  readonly tags: TraceHeader['tags'];
  readonly metadata: JsonMap;
};

export const unknownRun: EvalRun = { id: null, task: null, model: null, tags: [], metadata: {} };

/** The header of a log: `{version, status, eval: {task, …}}`. */
export function isEvalLog(value: unknown): value is JsonMap & { readonly eval: JsonMap } {
  return isJsonMap(value) && isJsonMap(value['eval']) && typeof value['eval']['task'] === 'string' && ('version' in value || 'status' in value || 'samples' in value);
}

const facts = ['task', 'task_id', 'task_version', 'eval_id', 'run_id', 'eval_set_id', 'created', 'model', 'solver', 'task_args', 'metadata'] as const;

export function readEvalRun(log: JsonMap & { readonly eval: JsonMap }): EvalRun {
  const run = log.eval;
  const dataset = isJsonMap(run['dataset']) ? (textOf(run['dataset']['name']) ?? textOf(run['dataset']['location'])) : null;
  return {
    id: [textOf(run['eval_id']) ?? textOf(run['run_id']), textOf(run['task_id'])].filter((each) => each !== null).join('/') || null,
    task: textOf(run['task']), model: textOf(run['model']),
    tags: Array.isArray(run['tags']) ? (run['tags'] as readonly Json[]).map(wordOf).filter((tag) => tag !== '') : [],
    metadata: { ...saidFields(run, ...facts), ...(dataset === null ? {} : { dataset }) },
  };
}
