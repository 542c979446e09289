import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { firstText, textOf, unwrapJson } from '../jsonText.ts';
import { listOf } from '../values/fields.ts';

const runTypes = new Set(['chain', 'llm', 'tool', 'retriever', 'embedding', 'prompt', 'parser']);

/** A run as it begins, or as a whole. */
export function isRun(value: JsonMap): boolean {
  return typeof value['run_type'] === 'string' && runTypes.has(value['run_type'])
    && ('dotted_order' in value || 'inputs' in value || 'child_runs' in value || ('trace_id' in value && 'start_time' in value));
}

/** What the SDK sends when a run ends: without a type, often without the trace. */
export function isUpdate(value: JsonMap): boolean {
  return !('run_type' in value) && 'end_time' in value && ('outputs' in value || 'error' in value) && (typeof value['dotted_order'] === 'string' || (typeof value['id'] === 'string' && !('span_id' in value)));
}

const isSent = (value: unknown) => isJsonMap(value) && (isRun(value) || isUpdate(value));

/** The body of a batch of the SDK. */
export function isBatch(value: JsonMap): boolean {
  const lists = [value['post'], value['patch']].filter((each): each is readonly Json[] => Array.isArray(each));
  return lists.some((list) => list.some(isSent));
}

/** Runs and updates of one row: those of a batch, posts first; a run and, below it, its children. */
export function* runsIn(row: JsonMap): Generator<JsonMap> {
  if (!isBatch(row)) {
    yield* withChildren(row, {});
    return;
  }
  for (const list of [row['post'], row['patch']]) {
    for (const each of listOf(list)) if (isJsonMap(each) && isSent(each)) yield* withChildren(each, {});
  }
}

/** What the bulk export, a table, holds as JSON text. */
const jsonColumns = ['inputs', 'outputs', 'extra', 'events', 'tags', 'feedback_stats', 'serialized', 'prompt_token_details', 'completion_token_details'];

/** Nested runs need not repeat where they belong. */
function* withChildren({ child_runs: children, ...run }: JsonMap, above: JsonMap): Generator<JsonMap> {
  const placed: Record<string, Json> = { ...above, ...run };
  for (const column of jsonColumns) {
    const read = typeof placed[column] === 'string' ? unwrapJson(placed[column]) : null;
    if (typeof read === 'object' && read !== null) placed[column] = read;
  }
  yield placed;
  const id = runIdOf(placed);
  const { traceId } = pathOf(placed);
  const list = listOf(children);
  for (const child of list) if (isJsonMap(child)) yield* withChildren(child, { ...(id === null ? {} : { parent_run_id: id }), trace_id: traceId ?? id });
}

/** `<time>Z<run id>` of each run from the first down to this one. */
function idsOf(dottedOrder: Json | undefined): readonly string[] {
  return typeof dottedOrder === 'string' ? dottedOrder.split('.').flatMap((each) => textOf(each.slice(each.indexOf('Z') + 1)) ?? []) : [];
}

export function runIdOf(run: JsonMap): string | null {
  return firstText(run, 'id', 'run_id') ?? idsOf(run['dotted_order']).at(-1) ?? null;
}

/** Where a run belongs. `traceId` is null where the record does not say. */
export function pathOf(run: JsonMap): { readonly traceId: string | null; readonly parentId: string | null } {
  const ids = idsOf(run['dotted_order']);
  const parentId = textOf(run['parent_run_id']) ?? ids.at(-2) ?? null;
  const isRoot = parentId === null && 'run_type' in run;
  return { traceId: textOf(run['trace_id']) ?? ids[0] ?? (isRoot ? runIdOf(run) : null), parentId };
}
