import type { Json } from '../model/json.ts';
import { recordingLimit } from '../model/recording.ts';
import type { Recording } from '../model/recording.ts';

const keptOfLongText = 2000;

/** The recording as file text; too large payloads are shortened, the longest first, and every cut is listed. */
export function printRecording(recording: Recording): string {
  let text = JSON.stringify(recording, null, 2);
  if (byteLength(text) <= recordingLimit) return `${text}\n`;
  const copy = structuredClone(recording) as unknown as Record<string, unknown>;
  const cuts = [...recording.cuts];
  const longest = longTexts(copy['trial'] as Json, 'trial').sort((a, b) => b.value.length - a.value.length);
  for (const { holder, key, value, path } of longest) {
    (holder as Record<string | number, unknown>)[key] = `${value.slice(0, keptOfLongText)}… [cut: ${value.length - keptOfLongText} of ${value.length} characters]`;
    cuts.push({ path, bytes: byteLength(value) });
    copy['cuts'] = cuts;
    text = JSON.stringify(copy, null, 2);
    if (byteLength(text) <= recordingLimit) break;
  }
  return `${text}\n`;
}

function longTexts(value: unknown, path: string): { holder: object; key: string | number; value: string; path: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, each]) => {
    const at = typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}`;
    return typeof each === 'string' && each.length > keptOfLongText * 2 ? [{ holder: value, key, value: each, path: at }] : longTexts(each, at);
  });
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
