import type { Json } from '../../src/core/model/json.ts';

/** A text is asked about several times while it is drawn. */
const latest: { readonly text: string; readonly value: Json }[] = [];
const kept = 16;

/** The value when the text is a JSON object or list, else the text itself. */
export function parsedContainer(text: string): Json {
  const known = latest.find((each) => each.text === text);
  if (known) return known.value;
  const value = parse(text);
  if (value === text) return text;
  latest.unshift({ text, value });
  latest.length = Math.min(latest.length, kept);
  return value;
}

function parse(text: string): Json {
  const trimmed = text.length > 2_000_000 ? '' : text.trim();
  const ends = `${trimmed[0]}${trimmed.at(-1)}`;
  if (ends !== '{}' && ends !== '[]') return text;
  try {
    return JSON.parse(trimmed) as Json;
  } catch {
    // It only looked like JSON; it is shown as the text it is.
    return text;
  }
}
