import { z } from 'zod';

/** Any JSON value. Absent is `undefined`, never `null`: a recorded null is a value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMap;
export type JsonMap = { readonly [key: string]: Json };
export const Json: z.ZodType<Json> = z.json() as z.ZodType<Json>;
export const JsonMap: z.ZodType<JsonMap> = z.record(z.string(), Json) as z.ZodType<JsonMap>;

export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
