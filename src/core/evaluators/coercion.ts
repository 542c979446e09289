import { isJsonMap, type Json } from '../model/json.ts';
import { canonicalJson } from './canonical.ts';

function asJsonText(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined; // ordinary text
  }
}

const scalarText = (value: Json): string | undefined => (typeof value === 'object' ? undefined : String(value).trim().toLowerCase());

/** Under `coerce: loose`: the actual value in the type of the expected one where it says the same (1 = "1", true = "True", JSON text = its value). */
export function loosened(expected: Json, actual: Json): Json {
  if (typeof expected === typeof actual && Array.isArray(expected) === Array.isArray(actual)) return actual;
  if (typeof expected === 'number' && typeof actual === 'string') {
    const value = Number(actual);
    return actual.trim() !== '' && Number.isFinite(value) ? value : actual;
  }
  if (typeof expected === 'boolean' && typeof actual === 'string') return scalarText(actual) === String(expected) ? expected : actual;
  if (typeof expected === 'string' && typeof actual !== 'object') {
    if (typeof actual === 'number') return Number(expected) === actual && expected.trim() !== '' ? expected : actual;
    return scalarText(expected) === scalarText(actual) ? expected : actual;
  }
  if ((isJsonMap(expected) || Array.isArray(expected) || expected === null) && typeof actual === 'string') return asJsonText(actual)?.value ?? (actual.trim() === 'null' ? null : actual);
  if (typeof expected === 'string' && typeof actual === 'object') {
    const said = asJsonText(expected);
    return said && canonicalJson(said.value) === canonicalJson(actual) ? expected : actual;
  }
  return actual;
}
