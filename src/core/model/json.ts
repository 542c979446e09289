import { z } from 'zod';

/** Any JSON value. Absent is `undefined`, never `null`: a recorded null is a value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export type JsonMap = { readonly [key: string]: Json };

export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value nested deeper than this is refused: walking it would end in a stack overflow. */
const deepest = 1000;

function isJson(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  if (value === null) return true;
  return depth < deepest && (Array.isArray(value) ? value : Object.values(value)).every((each) => isJson(each, depth + 1));
}

/**
 * Checked in place and handed on as it is: a copy would cost time on large payloads and lose a key named `__proto__`, which is an
 * ordinary key here.
 */
export const Json: z.ZodType<Json> = z.unknown().refine((value) => isJson(value), 'must be JSON') as unknown as z.ZodType<Json>;
export const JsonMap: z.ZodType<JsonMap> = z.unknown().refine((value) => isJsonMap(value) && isJson(value), 'must be a map').meta({ type: 'object' }) as unknown as z.ZodType<JsonMap>;
