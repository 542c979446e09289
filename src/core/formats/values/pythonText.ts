import type { Json, JsonMap } from '../../model/json.ts';
import { setKey } from '../jsonText.ts';

const deepest = 100;
const words: Readonly<Record<string, Json>> = { True: true, False: false, None: null };
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0', '\n': '' };
const closing = { '{': '}', '[': ']', '(': ')' } as const;

/**
 * The value of a dict or list that Python printed (`{'a': True}`), which some instrumentations record in place of JSON. Undefined
 * where the text is no such thing, or holds objects that have no value to read.
 */
export function readPythonLiteral(text: string): Json | undefined {
  return /^\s*[{[(]/.test(text) ? createReader(text).literal() : undefined;
}

/** The fields of an object as Python prints it, `Name(field=value, …)`. Undefined where the text is none, or a field holds an object in turn. */
export function readPythonObject(text: string, name: string): JsonMap | undefined {
  return text.startsWith(`${name}(`) ? createReader(text).fields(name.length + 1) : undefined;
}

function createReader(text: string) {
  let at = 0;
  let failed = false;

  const skipSpace = () => { while (at < text.length && text.charCodeAt(at) <= 0x20) at++; };
  const fail = (): null => { failed = true; return null; };

  function readValue(depth: number): Json {
    skipSpace();
    const first = text[at];
    if (depth > deepest || first === undefined) return fail();
    if (first === '{' || first === '[' || first === '(') return readContainer(first, depth);
    if (first === "'" || first === '"') return readString(first);
    const word = /[-+.\w]+/y;
    word.lastIndex = at;
    const found = word.exec(text)?.[0] ?? '';
    at += found.length;
    if (Object.hasOwn(words, found)) return words[found] ?? null;
    const number = Number(found);
    return found === '' || !Number.isFinite(number) ? fail() : number;
  }

  function readContainer(open: keyof typeof closing, depth: number): Json {
    at++;
    const list: Json[] = [];
    const map: Record<string, Json> = {};
    for (;;) {
      skipSpace();
      if (failed || at >= text.length) return fail();
      if (text[at] === closing[open]) {
        at++;
        return open === '{' ? map : list;
      }
      const value = readValue(depth + 1);
      skipSpace();
      if (open === '{') {
        if (text[at++] !== ':') return fail();
        setKey(map, typeof value === 'string' ? value : JSON.stringify(value), readValue(depth + 1));
        skipSpace();
      } else list.push(value);
      if (text[at] === ',') at++;
      else if (text[at] !== closing[open]) return fail();
    }
  }

  function readString(quote: string): Json {
    let said = '';
    for (at++; at < text.length; at++) {
      const each = text[at] as string;
      if (each === quote) {
        at++;
        return said;
      }
      if (each !== '\\') {
        said += each;
        continue;
      }
      const escaped = text[++at] ?? '';
      const digits = { x: 2, u: 4, U: 8 }[escaped];
      if (digits === undefined) said += Object.hasOwn(escapes, escaped) ? escapes[escaped] : escaped === quote || escaped === '\\' || escaped === "'" || escaped === '"' ? escaped : `\\${escaped}`;
      else {
        const code = Number.parseInt(text.slice(at + 1, at + 1 + digits), 16);
        if (!(code <= 0x10ffff)) return fail();
        said += String.fromCodePoint(code);
        at += digits;
      }
    }
    return fail();
  }

  const isDone = () => {
    skipSpace();
    return !failed && at >= text.length;
  };

  return {
    literal(): Json | undefined {
      const value = readValue(0);
      return isDone() ? value : undefined;
    },
    /** @param from behind the opening bracket */
    fields(from: number): JsonMap | undefined {
      at = from;
      const map: Record<string, Json> = {};
      for (skipSpace(); text[at] !== ')'; skipSpace()) {
        const field = /(\w+)=/y;
        field.lastIndex = at;
        const name = field.exec(text)?.[1];
        if (name === undefined) return undefined;
        at = field.lastIndex;
        setKey(map, name, readValue(1));
        skipSpace();
        if (text[at] === ',') at++;
        else if (failed || text[at] !== ')') return undefined;
      }
      at++;
      return isDone() ? map : undefined;
    },
  };
}
