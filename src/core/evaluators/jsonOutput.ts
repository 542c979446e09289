import type { Json } from '../model/json.ts';

/** Prose is told apart by its first letters: a thousand answers that throw cost more than all their checks. */
const beginsLikeJson = /^\s*(?:[[{"]|-?[0-9]|true|false|null)/;

function parsed(text: string): { readonly value: Json } | undefined {
  if (!beginsLikeJson.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined; // not JSON is an answer here, not an error
  }
}

/** The text of the last fenced block that is closed. Line by line: output that only opens fences would take an expression forever. */
function lastFenced(text: string): string | undefined {
  if (!text.includes('```') && !text.includes('~~~')) return undefined;
  let opened: { readonly fence: string; readonly lines: string[] } | undefined;
  let last: string | undefined;
  for (const line of text.split('\n')) {
    const bare = line.trim();
    if (opened && bare === opened.fence) {
      last = opened.lines.join('\n');
      opened = undefined;
    } else if (opened) opened.lines.push(line);
    else {
      const fence = /^(?:`{3,}|~{3,})/.exec(bare)?.[0];
      if (fence !== undefined) opened = { fence, lines: [] };
    }
  }
  return last;
}

/** The output as JSON: the whole text, else its last fenced block (METRICS 7). Undefined when neither parses. */
export function parseOutput(text: string): { readonly value: Json } | undefined {
  const whole = parsed(text);
  if (whole) return whole;
  const last = lastFenced(text);
  return last === undefined ? undefined : parsed(last);
}

/** The value at a JSON pointer (RFC 6901); undefined when there is none. */
export function atPointer(value: Json, pointer: string): Json | undefined {
  if (pointer === '' || pointer === '#') return value;
  let here: Json | undefined = value;
  for (const raw of pointer.replace(/^#/, '').replace(/^\//, '').split('/')) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as { readonly [key: string]: Json })[key];
  }
  return here;
}
