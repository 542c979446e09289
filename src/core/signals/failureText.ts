import type { Json, JsonMap } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';

/** How much of a result is looked at for what went wrong: a failure says so at its beginning. */
const looked = 400;
/** Longest text that is read as JSON. */
const longestJson = 4000;

const beginsWithError = /^[\s"'`*[(<]{0,4}(?:(?:fatal |tool |execution |runtime |internal )?error|exception)\b\s?(?:executing [\w.-]{1,60})?\s?[:!\])]|^\s{0,4}(?:traceback \(most recent call last\)|(?:[a-z_]\w{0,60}\.){0,4}[A-Za-z]\w{0,60}(?:Error|Exception): )|^\s{0,4}<(?:tool_use_)?error>|^\W{0,8}(?:the )?(?:execution|command|operation|request|connection) (?:has )?timed out\b|^\s{0,4}your proposed edit has introduced new syntax errors?\b/i;
const exitCode = /(?:^|\n)\s{0,4}(?:<returncode>|(?:the )?(?:command |process )?(?:failed with |exited with |finished with )?(?:exit )?(?:code|status):?\s{1,2})(-?[0-9]{1,5})\b/i;

/**
 * What a result says went wrong, in its own words, for exports that record no status: tools often answer a failure as text. Null:
 * it says nothing of the kind. Looks at the beginning of long texts alone.
 */
export function failureIn(result: Json | undefined): string | null {
  if (typeof result === 'string') return failureInText(result);
  if (Array.isArray(result)) return result.length === 1 ? failureIn(textOf(result[0] as Json)) : null;
  return isJsonMap(result) ? failureInMap(result) : null;
}

function textOf(part: Json): Json | undefined {
  return isJsonMap(part) && typeof part['text'] === 'string' ? part['text'] : typeof part === 'string' ? part : undefined;
}

function failureInText(text: string): string | null {
  const start = text.slice(0, looked);
  if (beginsWithError.test(start)) return start;
  const code = exitCode.exec(start)?.[1];
  if (code !== undefined && Number(code) !== 0) return `exit ${code}`;
  if (text.length > longestJson || !/^\s{0,8}\{/.test(start)) return null;
  try {
    const value = JSON.parse(text) as Json;
    return isJsonMap(value) ? failureInMap(value) : null;
  } catch {
    return null; // not JSON is an answer here, not an error
  }
}

function failureInMap(map: JsonMap): string | null {
  for (const key of ['exit_code', 'exitCode', 'returncode', 'return_code']) {
    const code = map[key];
    if (typeof code === 'number' && code !== 0) return `exit ${code}`;
  }
  for (const key of ['error', 'errors', 'error_message']) {
    const said = map[key];
    if (typeof said === 'string' && said.trim() !== '') return said;
    if (isJsonMap(said) && typeof said['message'] === 'string') return said['message'];
    if (said === true || (Array.isArray(said) && said.length > 0)) return typeof map['message'] === 'string' ? map['message'] : 'error';
  }
  if (map['isError'] === true || map['is_error'] === true || map['success'] === false || isErrorWord(map['status']) || isErrorWord(map['response_status'])) {
    const message = map['message'] ?? map['content'] ?? map['output'];
    return typeof message === 'string' ? message : Array.isArray(message) ? (failureText(textOf(message[0] as Json)) ?? 'error') : 'error';
  }
  return null;
}

const isErrorWord = (value: Json | undefined): boolean => typeof value === 'string' && value.toLowerCase() === 'error';

const failureText = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
