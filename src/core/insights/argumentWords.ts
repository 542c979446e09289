import type { ErrorObject } from 'ajv/dist/2020.js';
import { showValue } from '../evaluators/canonical.ts';
import type { ArgumentProblem } from '../model/insights.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import { valueAtPointer } from '../support/valueAt.ts';
import { undeclared } from './undeclared.ts';

/** What a validator found, in the words of who reads arguments. `errors` are verbose ones, all of them. */
export function inWords(errors: readonly ErrorObject[], value: Json): readonly ArgumentProblem[] {
  return withoutBranches(errors).flatMap((error) => wordsOf(error, valueAtPointer(value, error.instancePath)) ?? []);
}

function wordsOf({ keyword, instancePath, params, parentSchema, schema, message }: ErrorObject, value: Json | undefined): ArgumentProblem | undefined {
  const here = (words: string): ArgumentProblem => ({ path: instancePath, message: words });
  const is = value === undefined ? '' : `, is ${typeof value === 'object' ? typeOf(value) : showValue(value, 60)}`;
  switch (keyword) {
    case 'type': return here(`must be ${inOr([params['type']].flat().map(String))}, is ${typeOf(value)}`);
    case 'required': return { path: `${instancePath}/${String(params['missingProperty']).replaceAll('~', '~0').replaceAll('/', '~1')}`, message: 'required, missing' };
    case 'additionalProperties': return undeclared(instancePath, String(params['additionalProperty']), (parentSchema as { properties?: Json } | undefined)?.properties);
    case 'unevaluatedProperties': return undeclared(instancePath, String(params['unevaluatedProperty']), undefined);
    case 'enum': return here(`must be ${inOr(listed(schema as readonly Json[]))}${is}`);
    case 'const': return here(`must be ${showValue(params['allowedValue'] as Json, 60)}${is}`);
    case 'format': return here(`must be a ${String(params['format'])}${is}`);
    case 'pattern': return here(`must match ${showValue(params['pattern'] as Json, 80)}${is}`);
    case 'minimum': case 'exclusiveMinimum': case 'maximum': case 'exclusiveMaximum': return here(`must be ${comparisons[String(params['comparison'])] ?? ''} ${String(params['limit'])}${is}`);
    case 'minLength': case 'maxLength': return here(`must have ${keyword === 'minLength' ? 'at least' : 'at most'} ${String(params['limit'])} characters, has ${typeof value === 'string' ? [...value].length : 'others'}`);
    case 'minItems': case 'maxItems': return here(`must have ${keyword === 'minItems' ? 'at least' : 'at most'} ${String(params['limit'])} items, has ${Array.isArray(value) ? value.length : 'others'}`);
    case 'multipleOf': return here(`must be a multiple of ${String(params['multipleOf'])}${is}`);
    case 'uniqueItems': return here('must not hold the same item twice');
    case 'anyOf': case 'oneOf': return here(Array.isArray(params['passingSchemas']) ? `fits ${params['passingSchemas'].length} of its forms, must fit one` : branchTypes(schema, value) ?? 'has none of the forms it may have');
    case 'if': return undefined;
    default: return here(message ?? 'does not fit the schema');
  }
}

const comparisons: Readonly<Record<string, string>> = { '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'less than' };

function listed(allowed: readonly Json[]): readonly string[] {
  const shown = allowed.slice(0, 6).map((each) => showValue(each, 40));
  return allowed.length > shown.length ? [...shown, `one of ${allowed.length - shown.length} more`] : shown;
}

function inOr(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** In the words of JSON Schema. */
export function typeOf(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Of a value that may be one of several types and is none of them. */
function branchTypes(branches: unknown, value: Json | undefined): string | undefined {
  if (!Array.isArray(branches)) return undefined;
  const types = branches.map((branch: unknown) => (isJsonMap(branch) && typeof branch['type'] === 'string' ? branch['type'] : undefined));
  const is = typeOf(value);
  if (types.some((type) => type === undefined || type === is || (type === 'number' && is === 'integer'))) return undefined;
  return `must be ${inOr([...new Set(types as string[])])}, is ${is}`;
}

/**
 * Of a value that may take several forms and has none, either what keeps it from the one form of its type, or that it has none: the
 * complaints of the other forms say nothing.
 */
function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let kept: readonly ErrorObject[] = errors;
  for (const choice of errors) {
    if ((choice.keyword !== 'anyOf' && choice.keyword !== 'oneOf') || !kept.includes(choice) || Array.isArray(choice.params['passingSchemas'])) continue;
    const branches = choice.schema as readonly unknown[];
    const inside = (error: ErrorObject): boolean => error !== choice && error.schemaPath.startsWith(`${choice.schemaPath}/`);
    const rest = kept.filter((error) => !inside(error) && error !== choice);
    const byBranch = Map.groupBy(kept.filter(inside), (error) => error.schemaPath.slice(choice.schemaPath.length + 1).split('/')[0]!);
    const near = [...byBranch].filter(([, own]) => own.every((error) => error.instancePath !== choice.instancePath || (error.keyword !== 'type' && error.keyword !== 'const' && error.keyword !== 'enum')));
    // A form that is written elsewhere complains there.
    const elsewhere = rest.filter((error) => error.instancePath.startsWith(choice.instancePath) && error.schemaPath.startsWith('#/$defs/'));
    if (near.length === 1 && byBranch.size === branches.length) kept = [...rest, ...near[0]![1]];
    else if (near.length === 0 && elsewhere.length > 0 && byBranch.size < branches.length) kept = rest;
    else kept = [...rest, choice];
  }
  return kept;
}
