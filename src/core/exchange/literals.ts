import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';

/** Matchers are ours: a peer compares values. */
export const isMatcher = (value: Json): boolean => isJsonMap(value) && Object.keys(value).some((key) => key.startsWith('$'));

/** Whether no matcher stands in the value. */
export function isLiteral(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).every(isLiteral);
  return !isJsonMap(value) || (!isMatcher(value) && Object.values(value).every(isLiteral));
}

/** The arguments that are plain values. */
export function literalArgs(args: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => isLiteral(value)));
}

/** A value with `$` keys of its own, as a case has to write it. */
export function asLiteral(value: Json): Json {
  return isLiteral(value) ? value : { $literal: value };
}
