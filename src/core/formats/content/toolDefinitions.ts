import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { ToolDefinition } from '../../model/span.ts';
import { firstText, unwrapJson } from '../jsonText.ts';

/** Tools as they were offered: flat or under `function` (both occur in one export), Anthropic's `input_schema`, a list of declarations, bare names. */
export function readToolDefinitions(value: Json): readonly ToolDefinition[] {
  const unwrapped = unwrapJson(value);
  if (Array.isArray(unwrapped)) return (unwrapped as readonly Json[]).flatMap(readToolDefinitions);
  if (typeof unwrapped === 'string') return unwrapped === '' ? [] : [{ name: unwrapped, description: null, schema: null }];
  if (!isJsonMap(unwrapped)) return [];
  const declarations = unwrapped['functionDeclarations'] ?? unwrapped['function_declarations'];
  if (Array.isArray(declarations)) return readToolDefinitions(declarations as Json);
  return [readDefinition(isJsonMap(unwrapped['function']) ? unwrapped['function'] : unwrapped)];
}

function readDefinition(raw: JsonMap): ToolDefinition {
  const parameters = unwrapJson(raw['parameters'] ?? raw['input_schema'] ?? raw['inputSchema'] ?? raw['args_schema'] ?? raw['parameters_json_schema'] ?? null);
  const schema = isJsonMap(parameters) ? parameters : raw['type'] === 'object' && isJsonMap(raw['properties']) ? raw : null;
  return { name: firstText(raw, 'name', 'tool.name', 'title', 'type') ?? 'unknown', description: firstText(raw, 'description', 'tool.description'), schema };
}
