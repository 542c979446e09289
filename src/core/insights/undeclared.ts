import type { ArgumentProblem } from '../model/insights.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { nearest } from '../support/nearest.ts';

/** Where these say what else there may be, the names listed are not all. */
const composes = ['patternProperties', 'additionalProperties', 'unevaluatedProperties', 'allOf', 'anyOf', 'oneOf', '$ref', 'if', 'dependentSchemas'] as const;

/** Arguments beyond those that are declared: a tool has no use for them though its schema does not forbid them. */
export function undeclaredIn(value: Json, schema: JsonMap): readonly ArgumentProblem[] {
  const { properties } = schema;
  if (!isJsonMap(value) || !isJsonMap(properties) || composes.some((key) => Object.hasOwn(schema, key))) return [];
  if (Object.keys(properties).length === 0) return [];
  return Object.keys(value).filter((key) => !Object.hasOwn(properties, key)).map((key) => undeclared('', key, properties));
}

/** @param properties those that are declared */
export function undeclared(path: string, key: string, properties: Json | undefined): ArgumentProblem {
  const meant = isJsonMap(properties) ? nearest(key.slice(0, 100), Object.keys(properties).slice(0, 200)) : undefined;
  return { path: `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, message: meant === undefined ? 'not declared' : `not declared; the schema has ${meant}` };
}
