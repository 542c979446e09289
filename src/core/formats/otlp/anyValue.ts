import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { listOf } from '../values/fields.ts';

const deepest = 200;

/** An OTLP `AnyValue`: one key says the type. A missing value is null; what is no AnyValue is taken as it is. */
export function readAnyValue(value: unknown, depth = 0): Json {
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  if (depth > deepest) return null;
  const any = value as { readonly [key: string]: unknown };
  if (typeof any['stringValue'] === 'string') return any['stringValue'];
  for (const key in any) {
    const inner = any[key];
    switch (key) {
      case 'stringValue': case 'bytesValue': case 'boolValue': return (inner ?? null) as Json;
      case 'intValue': return readInteger(inner);
      case 'doubleValue': return readDouble(inner);
      case 'arrayValue': return listOf(isJsonMap(inner) ? inner['values'] : inner).map((each) => readAnyValue(each, depth + 1));
      case 'kvlistValue': return Object.fromEntries(readAttributes(isJsonMap(inner) ? inner['values'] : inner, depth + 1));
    }
  }
  return null;
}

/** 64-bit integers travel as text, or as `{low, high}` from protobuf libraries; beyond 2^53 they stay text. */
export function readInteger(value: unknown): Json {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const number = Number(value);
    return Number.isSafeInteger(number) && value !== '' ? number : value;
  }
  if (isJsonMap(value) && typeof value['low'] === 'number' && typeof value['high'] === 'number') return value['high'] * 2 ** 32 + (value['low'] >>> 0);
  return null;
}

/** NaN and the infinities travel as text; they are no JSON numbers and stay text. */
function readDouble(value: unknown): Json {
  if (typeof value !== 'string') return (value ?? null) as Json;
  const number = Number(value);
  return Number.isFinite(number) && value !== '' ? number : value;
}

const names = new Map<string, string>();
const mostNames = 5000;

/**
 * The same string for each name that is met again. A name of a `KeyValue` list is a string of its own in each span, and using one as a key
 * costs several times what a string does that has been one before.
 */
function nameOf(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const [name = key] = Object.keys({ [key]: null });
  if (names.size < mostNames && key.length < 200) names.set(name, name);
  return name;
}

/** A `KeyValue` list as a map, in order. Some dumps write a plain object instead. */
export function readAttributes(list: unknown, depth = 0): Map<string, Json> {
  const map = new Map<string, Json>();
  if (isJsonMap(list)) {
    for (const [key, value] of Object.entries(list)) map.set(key, readAnyValue(value, depth));
    return map;
  }
  for (const each of listOf(list)) {
    if (isJsonMap(each) && typeof each['key'] === 'string') map.set(nameOf(each['key']), readAnyValue(each['value'], depth));
  }
  return map;
}

export function attributeMap(list: unknown): Record<string, Json> {
  return Object.fromEntries(readAttributes(list));
}
