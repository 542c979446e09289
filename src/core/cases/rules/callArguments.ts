import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { globMatches, isGlob } from '../../evaluators/glob.ts';
import type { CasePath } from '../../model/result.ts';
import { nearest } from '../../support/nearest.ts';
import type { CaseView } from '../caseView.ts';
import type { ValidationContext } from '../context.ts';
import { eachStep } from '../matcherPlaces.ts';
import { propertiesOf, typesExpected, typesOfSchema } from '../schemaTypes.ts';
import { didYouMean, oneOf } from '../words.ts';
import type { Finding, Rule } from './rule.ts';

/** Arguments against the schema of their tool: the catalogue's, else the one that traces show. Silent where none is known. */
export const callArguments: Rule = {
  codes: {
    CB211: 'The tool has no argument of this name.',
    CB212: 'The tool\'s schema allows no value that this could match.',
  },
  *check(view, context) {
    if (!context.toolSchemas && !context.seenTools) return;
    const { trajectory } = view.value;
    const loose = trajectory?.coerce === 'loose';
    const tools = new Set<string>();
    for (const [path, step] of eachStep(trajectory?.steps)) {
      if (step.tool === undefined) continue;
      tools.add(step.tool);
      const tool = toolOf(step.tool, context);
      if (!tool) continue;
      for (const key of ['args', 'defaultArgs'] as const) if (step[key]) yield* argumentsOf(view, tool, [...path, key], step[key], loose);
      for (const [index, glob] of (step.ignoreArgs ?? []).entries()) if (!takes([tool], glob)) yield ignoresNothing(view, [...path, 'ignoreArgs', index], glob, tool.name);
    }
    for (const [index, rule] of (trajectory?.forbidden ?? []).entries()) {
      if (typeof rule === 'string' || !('tool' in rule) || !rule.args) continue;
      const tool = toolOf(rule.tool, context);
      if (tool) yield* argumentsOf(view, tool, ['trajectory', 'forbidden', index, 'args'], rule.args, loose);
    }
    const all = [...tools].map((name) => toolOf(name, context));
    if (all.length === 0 || all.includes(undefined)) return;
    for (const [index, glob] of (trajectory?.ignoreArgs ?? []).entries()) {
      if (!takes(all as readonly KnownTool[], glob)) yield ignoresNothing(view, ['trajectory', 'ignoreArgs', index], glob, oneOf([...tools]));
    }
  },
};

type KnownTool = { readonly name: string; readonly schema: JsonMap; readonly properties: JsonMap; readonly closed: boolean; readonly seen: readonly string[] };

function toolOf(name: string, { toolSchemas, seenTools }: ValidationContext): KnownTool | undefined {
  if (isGlob(name)) return undefined;
  const seen = seenTools?.get(name);
  const schema = toolSchemas?.get(name) ?? seen?.schema ?? undefined;
  const known = schema && propertiesOf(schema, schema);
  return known ? { name, schema, ...known, seen: (seen?.arguments ?? []).map((each) => each.name) } : undefined;
}

/** What calls really gave counts as known, whatever the schema of today says. */
const names = ({ properties, seen }: KnownTool): readonly string[] => [...new Set([...Object.keys(properties), ...seen])];

/** Whether a glob of argument names, dotted for what lies deeper, can fit an argument of one of the tools. */
const takes = (tools: readonly KnownTool[], glob: string): boolean => glob.includes('.') || tools.some((tool) => !tool.closed || names(tool).some((name) => globMatches(glob, name)));

function ignoresNothing(view: CaseView, at: CasePath, glob: string, tools: string): Finding {
  return { code: 'CB211', at, message: `${glob} ignores nothing: ${tools} has no such argument.`, fixes: view.remove(`Remove ${glob}`, at) };
}

function* argumentsOf(view: CaseView, tool: KnownTool, path: CasePath, args: JsonMap, loose: boolean): Iterable<Finding> {
  for (const [key, value] of Object.entries(args)) {
    const at = [...path, key];
    const schema = Object.hasOwn(tool.properties, key) ? tool.properties[key] : undefined;
    if (schema !== undefined) yield* fitting(view, at, value, schema, tool.schema, loose);
    else if (tool.closed && !names(tool).includes(key)) {
      const meant = nearest(key, names(tool).filter((each) => !Object.hasOwn(args, each)));
      const has = names(tool).length <= 8 && names(tool).length > 0 ? ` It has ${names(tool).join(', ')}.` : '';
      yield {
        code: 'CB211', at: { key: at }, message: `${tool.name} has no argument ${key}.${didYouMean(meant) || has}`,
        fixes: [...(meant === undefined ? [] : view.rename(`Change to ${meant}`, at, meant)), ...view.remove(`Remove ${key}`, at)],
      };
    }
  }
}

function* fitting(view: CaseView, at: CasePath, expected: Json, schema: Json, root: JsonMap, loose: boolean): Iterable<Finding> {
  const allowed = typesOfSchema(schema, root);
  const wanted = typesExpected(expected, loose);
  if (allowed && wanted && ![...wanted].some((type) => allowed.has(type))) {
    const [name] = isJsonMap(expected) ? Object.keys(expected).filter((key) => key.startsWith('$')) : [];
    const other = name === undefined ? inType(expected, allowed) : undefined;
    yield {
      code: 'CB212', at, message: `${String(at.at(-1))} is ${oneOf([...allowed].map((type) => words[type]))} by the tool's schema; ${name ?? 'this'} ${name === undefined ? 'is' : 'matches only'} ${oneOf([...wanted].map((type) => words[type]))}.`,
      fixes: other === undefined ? [] : view.set(`Change to ${JSON.stringify(other)}`, at, other),
    };
    return;
  }
  if (!isJsonMap(expected) || Object.keys(expected).some((key) => key.startsWith('$'))) return;
  const inner = propertiesOf(schema, root);
  if (inner) for (const [key, value] of Object.entries(expected)) if (Object.hasOwn(inner.properties, key)) yield* fitting(view, [...at, key], value, inner.properties[key] ?? null, root, loose);
}

const words = { string: 'text', number: 'a number', boolean: 'true or false', null: 'null', array: 'a list', object: 'a map' } as const;

/** The same value in a type that is allowed, where it can be said in one. */
function inType(value: Json, allowed: ReadonlySet<string>): Json | undefined {
  if ((typeof value === 'number' || typeof value === 'boolean') && allowed.has('string')) return String(value);
  if (typeof value !== 'string') return undefined;
  if (allowed.has('number') && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (allowed.has('boolean') && (value === 'true' || value === 'false')) return value === 'true';
  return allowed.has('array') ? [value] : undefined;
}
