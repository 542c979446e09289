import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { ToolDefinition } from '../../model/span.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText, setKey, textOf, wordOf } from '../jsonText.ts';
import { mapOf, mapsIn } from '../values/fields.ts';

/** What results say of all their simulations. */
export type Experiment = {
  readonly domain: string | null;
  readonly agent: string | null;
  readonly model: string | null;
  readonly policy: string | null;
  /** Null: not recorded. */
  readonly tools: readonly ToolDefinition[] | null;
  readonly tasks: ReadonlyMap<string, JsonMap>;
  readonly metadata: JsonMap;
};

export const unknownExperiment: Experiment = { domain: null, agent: null, model: null, policy: null, tools: null, tasks: new Map(), metadata: {} };

export function readExperiment(results: JsonMap): Experiment {
  const info = mapOf(results['info']);
  const agent = mapOf(info['agent_info']);
  const environment = mapOf(info['environment_info']);
  const tasks = mapsIn(results['tasks']);
  const { policy, tool_defs: tools, ...place } = environment;
  return {
    domain: textOf(environment['domain_name']) ?? textOf(results['domain']),
    agent: textOf(agent['implementation']) ?? textOf(results['agent']),
    model: modelName(textOf(agent['llm']) ?? textOf(results['model'])),
    policy: textOf(policy), tools: toolsOf(tools), tasks: new Map(tasks.map((task) => [wordOf(task['id']), task])),
    metadata: Object.keys(info).length === 0 ? {} : { experiment: withoutKeys({ ...info, environment_info: place }) as JsonMap },
  };
}

/** `openai/gpt-4.1` names the model with who serves it, as its calls do not. */
function modelName(name: string | null): string | null {
  return name === null ? null : name.slice(name.lastIndexOf('/') + 1);
}

/** A list, or a map by name. */
function toolsOf(tools: Json | undefined): readonly ToolDefinition[] | null {
  if (tools === undefined || tools === null) return null;
  if (!isJsonMap(tools)) return readToolDefinitions(tools);
  return Object.entries(tools).flatMap(([name, tool]) => readToolDefinitions(isJsonMap(tool) && firstText(tool, 'name') === null && !isJsonMap(tool['function']) ? { ...tool, name } : tool));
}

/** Settings were exported with the key of the provider in clear: it is of no use to anybody, and is left out. */
function withoutKeys(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutKeys);
  if (!isJsonMap(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, each] of Object.entries(value)) if (!/api_?key|secret|password|authorization|credential/i.test(key)) setKey(kept, key, withoutKeys(each));
  return kept;
}
