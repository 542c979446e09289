import type { Json } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';

/** A value as a score holds one; what is nested stays as its text. Null where there is none. */
export function scoreValue(value: Json | undefined): Score['value'] {
  if (value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value))) return null;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}
