import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Cost, Usage } from '../../model/usage.ts';
import { textOf, wordOf } from '../jsonText.ts';
import { listOf, mapOf } from '../values/fields.ts';
import { pricedCost } from '../values/reportedCost.ts';
import { readCallUsage } from './metrics.ts';

/** What `base_state.json` says of a conversation. */
export type ConversationState = {
  readonly id: string | null;
  readonly model: string | null;
  /** Of each answer of the model, by its id. */
  readonly answers: ReadonlyMap<string, { readonly usage: Usage | null; readonly cost: Cost | null; readonly model: string | null }>;
  readonly usage: Usage | null;
  readonly cost: Cost | null;
  readonly failed: boolean;
  readonly tags: readonly string[];
  readonly metadata: JsonMap;
};

export const unknownState: ConversationState = { id: null, model: null, answers: new Map(), usage: null, cost: null, failed: false, tags: [], metadata: {} };


export function isConversationState(value: unknown): value is JsonMap {
  return isJsonMap(value) && typeof value['id'] === 'string' && isJsonMap(value['agent']) && 'kind' in value['agent'] && ('execution_status' in value || 'agent_status' in value || 'persistence_dir' in value || 'max_iterations' in value);
}

export function readConversationState(state: JsonMap): ConversationState {
  const llm = mapOf(mapOf(state['agent'])['llm']);
  const metrics = Object.values(mapOf(mapOf(state['stats'])['usage_to_metrics'])).filter(isJsonMap);
  const answers = new Map(metrics.flatMap((each) => {
    const usages = listOf(each['token_usages']).map(mapOf);
    const costs = listOf(each['costs']).map(mapOf);
    return usages.flatMap((usage, at) => {
      const id = textOf(usage['response_id']);
      const cost = costs.length === usages.length ? pricedCost(costs[at]?.['cost']) : null;
      return id === null ? [] : [[id, { usage: readCallUsage(usage), cost, model: textOf(usage['model']) }] as const];
    });
  }));
  const agents = mapOf(mapOf(mapOf(state['stats'])['usage_to_metrics'])['agent']);
  const total = readCallUsage(mapOf(agents['accumulated_token_usage']), 'aggregate');
  const status = textOf(state['execution_status']) ?? textOf(state['agent_status']);
  return {
    id: textOf(state['id']), model: textOf(llm['model']), answers,
    usage: total !== null && total.input === 0 && total.output === 0 ? null : total, cost: pricedCost(agents['accumulated_cost']),
    failed: status === 'error' || status === 'stuck', tags: Object.entries(mapOf(state['tags'])).map(([key, value]) => (wordOf(value) === '' ? key : `${key}/${wordOf(value)}`)),
    metadata: { ...(status === null ? {} : { execution_status: status }), ...(isJsonMap(state['workspace']) ? { workspace: state['workspace'] } : {}), ...(isJsonMap(state['stats']) ? { stats: state['stats'] } : {}) },
  };
}
