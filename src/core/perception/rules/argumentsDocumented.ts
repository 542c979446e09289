import { isJsonMap, type JsonMap } from '../../model/json.ts';
import { nameWords, stemOf, textWords } from '../words.ts';
import type { LintedTool, ToolRule } from './rule.ts';

/** Nobody reads deeper, and no model either. */
const deepest = 6;

export const argumentsDocumented: ToolRule = {
  codes: { CT104: 'An argument of a tool has no description that says more than its name.' },
  *check(tools) {
    for (const [tool, each] of tools.entries()) {
      for (const { path, says } of undocumented(each)) yield { code: 'CT104', tool, part: { argument: path }, message: says };
    }
  },
};

function* undocumented({ name: tool, description, schema }: LintedTool): Iterable<{ readonly path: readonly string[]; readonly says: string }> {
  if (schema === undefined) return;
  const told = description ?? '';
  for (const { path, property } of argumentsIn(schema, schema, [])) {
    const name = path.at(-1)!;
    const own = property['description'];
    const text = typeof own === 'string' ? own.trim() : '';
    if (isNamedIn(told, name)) continue;
    if (text === '') yield { path, says: `The argument ${path.join('.')} of ${tool} has no description: say what it is, in which form.` };
    else if (saysItsName(name, text)) yield { path, says: `The description of the argument ${path.join('.')} of ${tool} says no more than its name: say which one, in which form.` };
  }
}

/** "Requires orderId." speaks of the argument. A word as any other may be just that, unless it is quoted or listed: "query: what to look for". */
function isNamedIn(description: string, name: string): boolean {
  const spelled = name.replaceAll(/[^\p{L}\p{Nd}_]/gu, '\\$&');
  const alone = `(?<![\\p{L}\\p{Nd}_])${spelled}(?![\\p{L}\\p{Nd}_])`;
  return new RegExp(nameWords(name).length > 1 ? alone : `[\`"']${spelled}[\`"']|${alone}(?: \\([^()]*\\))?:`, 'u').test(description);
}

function saysItsName(name: string, text: string): boolean {
  const words = textWords(text);
  const own = new Set(nameWords(name).map(stemOf));
  return words.size > 0 && [...words].every((word) => own.has(word));
}

/** The arguments with those inside of maps, once each. */
function* argumentsIn(schema: JsonMap, root: JsonMap, path: readonly string[]): Iterable<{ readonly path: readonly string[]; readonly property: JsonMap }> {
  const properties = schema['properties'];
  if (!isJsonMap(properties) || path.length >= deepest) return;
  for (const name of Object.keys(properties)) {
    const property = resolved(properties[name], root);
    if (property === undefined || property['const'] !== undefined) continue;
    yield { path: [...path, name], property };
    const items = property['items'];
    const inside = isJsonMap(items) ? resolved(items, root) : property;
    if (inside !== undefined && !('$ref' in (isJsonMap(properties[name]) ? properties[name] : {}))) yield* argumentsIn(inside, root, [...path, name]);
  }
}

/** What stands behind a reference into the schema itself, with what stands beside it. */
function resolved(value: unknown, root: JsonMap): JsonMap | undefined {
  if (!isJsonMap(value)) return undefined;
  const reference = value['$ref'];
  if (typeof reference !== 'string') return value;
  let at: unknown = root;
  for (const key of reference.replace(/^#\/?/u, '').split('/').filter((each) => each !== '')) at = isJsonMap(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return isJsonMap(at) ? { ...at, ...value } : value;
}
