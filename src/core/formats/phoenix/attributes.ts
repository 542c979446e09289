import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { unwrapJson } from '../jsonText.ts';
import { plainValue } from '../otlp/plainSpan.ts';

/** Where the conventions nest attributes; elsewhere a map is a value. */
const roots = new Set(['llm', 'input', 'output', 'openinference', 'retrieval', 'reranker', 'embedding', 'tool', 'tool_call', 'session', 'user', 'tag', 'agent', 'graph', 'exception', 'image', 'audio', 'gen_ai', 'annotations', 'evaluations', 'trace']);
/** Names of values that are maps or lists themselves. */
const values = new Set(['metadata', 'json_schema', 'parameters', 'invocation_parameters', 'value', 'arguments', 'vector', 'variables', 'tags', 'result']);
/** Names of the maps in which a list's elements are wrapped. */
const wrappers = new Set(['message', 'message_content', 'document', 'tool', 'tool_call', 'function', 'embedding', 'image', 'annotation', 'evaluation', 'prompt', 'completion']);

/**
 * Attributes as instrumentations write them, dotted and with positions among them, from whatever Phoenix made of them:
 * nested maps, lists of maps with dotted keys, dataframe cells. Nothing is null in them: a dataframe has a cell for every column.
 */
export function flattenAttributes(entries: Iterable<readonly [string, unknown]>): Map<string, Json> {
  const map = new Map<string, Json>();
  for (const [key, value] of entries) spread(map, key, plainValue(value));
  const first = map.get('llm.messages');
  if (Array.isArray(first) && (first as readonly Json[]).every((each) => Array.isArray(each) && each.length === 2 && each.every((said) => typeof said === 'string'))) {
    // The first versions wrote a message as its role and its text.
    map.delete('llm.messages');
    map.set('llm.input_messages', (first as readonly (readonly [string, string])[]).map(([role, content]) => ({ message: { role, content } })));
  }
  return map;
}

function spread(map: Map<string, Json>, key: string, value: Json): void {
  if (value === null) return;
  const steps = key.split('.');
  const last = steps.at(-1) ?? key;
  const isRoot = steps.length === 1 ? roots.has(key) : roots.has(steps[0]!);
  if (!isRoot || values.has(last)) {
    map.set(key, value);
    return;
  }
  const opened = isListKey(key) ? unwrapJson(value) : value;
  if (Array.isArray(opened) && opened.length > 0 && opened.every(isJsonMap) && isListKey(key)) {
    for (const [at, element] of (opened as readonly JsonMap[]).entries()) spreadElement(map, `${key}.${at}`, element);
  } else if (isJsonMap(opened)) {
    for (const [name, each] of Object.entries(opened)) spread(map, `${key}.${name}`, each);
  } else map.set(key, opened);
}

const lists = /^(?:llm\.(?:input_messages|output_messages|tools|prompts|choices)|retrieval\.documents|reranker\.(?:input|output)_documents|embedding\.embeddings|(?:(?:trace|session)\.)?(?:annotations|evaluations))$/;

function isListKey(key: string): boolean {
  return lists.test(key);
}

/** An element's keys may be dotted, or nested in the map that the dots would name. */
function spreadElement(map: Map<string, Json>, key: string, value: JsonMap): void {
  for (const [name, each] of Object.entries(value)) {
    if (each === null) continue;
    const path = `${key}.${name}`;
    const last = name.split('.').at(-1) ?? name;
    if (values.has(last)) map.set(path, each);
    else if (Array.isArray(each) && each.length > 0 && each.every(isJsonMap)) for (const [at, element] of (each as readonly JsonMap[]).entries()) spreadElement(map, `${path}.${at}`, element);
    else if (isJsonMap(each) && wrappers.has(last)) spreadElement(map, path, each);
    else map.set(path, each);
  }
}
