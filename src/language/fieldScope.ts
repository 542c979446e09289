import { fieldsAt } from '../core/cases/fields.ts';
import type { Field, FieldPlace } from '../core/cases/fields.ts';
import type { SchemaName } from '../core/cases/schema.ts';
import { ownToOneCase } from '../core/model/evalCase.ts';
import type { CasePath } from '../core/model/result.ts';
import type { DocumentKind } from './documentKind.ts';

/** A place of a document in the words of a schema: `cases[3].answer` of a suite is `answer` of a case. */
export type FieldScope = { readonly schema: SchemaName; readonly path: CasePath; readonly shared: boolean };

export function scopeOf(kind: DocumentKind, isSuite: boolean, path: CasePath): FieldScope {
  if (kind !== 'case') return { schema: kind, path, shared: false };
  if (!isSuite) return path[0] === 'casebook' ? { schema: 'suite', path, shared: false } : { schema: 'case', path, shared: false };
  if (path[0] === 'cases' && typeof path[1] === 'number') return { schema: 'case', path: path.slice(2), shared: false };
  if (path[0] === 'defaults') return { schema: 'case', path: path.slice(1), shared: true };
  return { schema: 'suite', path, shared: false };
}

export const placeIn = ({ schema, path }: FieldScope): FieldPlace => fieldsAt(schema, path);

/** Keys that may stand there; what belongs to one case alone is no default. */
export function fieldsIn(scope: FieldScope): readonly Field[] {
  const { fields } = placeIn(scope);
  return scope.shared && scope.path.length === 0 ? fields.filter((field) => !ownToOneCase.some((key) => key === field.key)) : fields;
}

/** The field that a place is the value of; undefined where its map has no such field, and for items of lists. */
export function fieldOf({ schema, path, shared }: FieldScope): Field | undefined {
  const key = path.at(-1);
  return typeof key === 'string' ? fieldsIn({ schema, path: path.slice(0, -1), shared }).find((field) => field.key === key) : undefined;
}

/** The path without indexes, as `trajectory.steps.tool`. */
export const namesOf = (path: CasePath): string => path.filter((part) => typeof part === 'string').join('.');

/** Whether a map with a `$` key is a matcher here. */
export function takesMatchers({ schema, path }: FieldScope): boolean {
  return schema === 'case' && /^(?:trajectory\.steps\.(?:(?:anyOf|parallel)\.)*(?:args\..+|result.*)|trajectory\.forbidden\.args\..+|answer\.(?:value|accept|reject).*|state\.(?:equals|subset|matcher).*|policy\.neverExpose.*|nearMiss.*|outputContract\.fallback\.expect.*)$/.test(namesOf(path));
}
