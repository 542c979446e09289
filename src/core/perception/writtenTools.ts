import type { JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { CasePath } from '../model/result.ts';
import type { LintedTool, ToolPart } from './rules/rule.ts';

/** A tool in a file, with the path to the map (or the name) it is written as, and to each part of it. */
export type WrittenTool = LintedTool & { readonly path: CasePath; partPath(part: ToolPart): CasePath };

const schemaKeys = ['parameters', 'input_schema', 'inputSchema', 'parameters_json_schema', 'args_schema', 'schema'];
const resultKeys = ['outputSchema', 'output_schema', 'response', 'returns'];
const listKeys = ['tools', 'functions', 'functionDeclarations', 'function_declarations'];

/** What tools are written as: a list, or a map that holds one under `tools`; in an answer to MCP's `tools/list` it stands under `result`. */
export function toolsWritten(value: unknown, path: CasePath = []): readonly WrittenTool[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => toolAt(each, [...path, index]));
  if (!isJsonMap(value)) return [];
  const key = listKeys.find((each) => Array.isArray(value[each]));
  if (key !== undefined) return toolsWritten(value[key], [...path, key]);
  return isJsonMap(value['result']) ? toolsWritten(value['result'], [...path, 'result']) : [];
}

/** OpenAI (`function` inside), Anthropic, MCP, Gemini (declarations inside of one), config.yaml, or a name alone. */
function toolAt(value: unknown, path: CasePath): readonly WrittenTool[] {
  if (typeof value === 'string') return value === '' ? [] : [{ name: value, description: undefined, schema: undefined, declaresResult: false, path, partPath: () => path }];
  if (!isJsonMap(value)) return [];
  if (listKeys.some((key) => key !== 'tools' && Array.isArray(value[key]))) return toolsWritten(value, path);
  if (isJsonMap(value['function'])) return toolAt(value['function'], [...path, 'function']);
  const name = value['name'];
  if (typeof name !== 'string' || name === '') return [];
  const schemaKey = schemaKeys.find((key) => isJsonMap(value[key]));
  const description = value['description'];
  const isDefinition = schemaKey !== undefined || description !== undefined;
  return [{
    name, path,
    description: typeof description === 'string' ? description : isDefinition ? null : undefined,
    schema: schemaKey === undefined ? undefined : (value[schemaKey] as JsonMap),
    declaresResult: resultKeys.some((key) => value[key] !== undefined && value[key] !== null && value[key] !== ''),
    partPath(part) {
      if (part === 'name' || schemaKey === undefined) return [...path, part === 'description' ? 'description' : 'name'];
      if (part === 'description') return [...path, 'description'];
      return [...path, schemaKey, ...argumentPath(value[schemaKey] as JsonMap, part.argument)];
    },
  }];
}

/** Down properties, and items of lists, as far as they stand where the argument is. */
function argumentPath(schema: JsonMap, argument: readonly string[]): CasePath {
  const path: (string | number)[] = [];
  let at: JsonMap | undefined = schema;
  for (const name of argument) {
    const inItems: unknown = at?.['items'];
    if (at !== undefined && !isJsonMap(at['properties']) && isJsonMap(inItems)) {
      path.push('items');
      at = inItems;
    }
    path.push('properties', name);
    const properties: unknown = at?.['properties'];
    const next: unknown = isJsonMap(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    at = isJsonMap(next) ? next : undefined;
  }
  return path;
}
