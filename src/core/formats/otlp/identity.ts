import { isJsonMap } from '../../model/json.ts';

const hex = /^[0-9a-f]+$/i;

function toHex(bytes: Iterable<number>): string {
  let text = '';
  for (const byte of bytes) text += (byte & 0xff).toString(16).padStart(2, '0');
  return text;
}

/**
 * A trace id (16 bytes) or span id (8 bytes) as lower hex, whether it was written as hex, as base64, or as the bytes
 * of a Node buffer; another id as it is. Null when it is missing or all zeros.
 */
export function readId(value: unknown, bytes: 8 | 16): string | null {
  if (isJsonMap(value) && Array.isArray(value['data'])) return nonZero(toHex(value['data'] as readonly number[]));
  if (typeof value !== 'string' || value === '') return null;
  if (value.length === bytes * 2 && hex.test(value)) return nonZero(value.toLowerCase());
  if (value.length === Math.ceil(bytes / 3) * 4) {
    const decoded = fromBase64(value);
    if (decoded?.length === bytes) return nonZero(toHex(decoded));
  }
  return value;
}

/** An id as containers spell it: hex, base64, `0x…`, or a number (Python's own, printed). */
export function readAnyId(value: unknown, bytes: 8 | 16): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? value.toString(16).padStart(bytes * 2, '0') : null;
  return readId(typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value) ? value.slice(2).padStart(bytes * 2, '0') : value, bytes);
}

/** Whether an id that was read is one of OpenTelemetry, and not a text of the exporter's own. */
export function isHexId(id: string, bytes: 8 | 16): boolean {
  return id.length === bytes * 2 && hex.test(id);
}

function fromBase64(text: string): readonly number[] | undefined {
  try {
    return Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function nonZero(id: string): string | null {
  return /^0*$/.test(id) ? null : id;
}
