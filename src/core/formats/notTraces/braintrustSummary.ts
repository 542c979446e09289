import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Sample } from '../format.ts';
import type { NotATrace } from '../notTraces.ts';
import { rowsIn } from '../rows.ts';

const fields = new Set(['name', 'type', 'input', 'output', 'expected', 'metadata', 'metrics', 'metric_keys', 'scores', 'tags', 'error', 'has_input', 'has_output']);
const types = new Set<unknown>(['llm', 'tool', 'function', 'task', 'score', 'eval', null]);

const isSummary = (row: unknown): row is JsonMap => isJsonMap(row) && typeof row['name'] === 'string' && 'type' in row && types.has(row['type']) && isJsonMap(row['metadata']) && Object.keys(row).every((key) => fields.has(key));

/** Summaries of spans, as the SDK's own tests keep them: what they had in them, and not where they belonged. */
export const braintrustSummary: NotATrace = {
  detect({ records }: Sample): string | undefined {
    const rows = records.flatMap(({ value }) => rowsIn(value, () => false));
    if (rows.length < 2 || !rows.every(isSummary)) return undefined;
    return 'a summary of Braintrust spans without their ids, so that nothing tells which step belongs to which. Import the rows themselves, with span_id and root_span_id';
  },
};
