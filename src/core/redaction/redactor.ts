import { setKey } from '../formats/jsonText.ts';
import { isFlagValue } from './commandLines.ts';
import { customDetectors } from './customRules.ts';
import type { Detector } from './detector.ts';
import { personalDetectors } from './personal.ts';
import { createPrefilter } from './prefilter.ts';
import { secretDetectors } from './secrets.ts';
import { isHarmlessValue, isRandomToken, isReplaced, isSensitiveName, isTokenName } from './sensitiveNames.ts';

/** A likely secret or a piece of personal data in a text. Offsets are UTF-16, `end` is exclusive. */
export type Finding = { readonly detector: string; readonly kind: 'secret' | 'personal'; readonly start: number; readonly end: number; readonly replacement: string };

export type RedactionRules = { readonly secrets: boolean; readonly personal: boolean; readonly rules?: readonly { readonly name: string; readonly pattern: string }[] };

/**
 * Replaces likely secrets by typed placeholders such as `[secret:aws-access-key]`. Redacting twice changes nothing more,
 * JSON kept as text stays JSON, and what holds nothing comes back as the very same object.
 */
export interface Redactor {
  text(value: string): string;
  /** Texts anywhere in a JSON value, long keys and telling numbers included, and whole values under names such as `api_key` or `authorization`. */
  json<T>(value: T): T;
  /** How many were replaced, by detector. */
  readonly counts: Readonly<Record<string, number>>;
}

const shortestSecret = 8;
/** Only long keys can be secrets themselves. */
const shortestSecretKey = 16;
/** A smaller number under a name that tells is a count or a switch. */
const smallestSecret = 1000;
/** Cards have twelve digits and more. */
const smallestPersonal = 1e11;
/** Deeper values are not walked, and not kept. */
const deepest = 1000;

/** Gives `nothing` where no detector has anything to look for, as in most texts. */
type Scanner = (text: string) => readonly Finding[];

const nothing: readonly never[] = [];

const scanners = new Map<string, Scanner>();

/** One scanner for each set of rules: building the combined pattern costs more than most texts. */
function scannerFor({ secrets, personal, rules = [] }: RedactionRules): Scanner {
  const key = JSON.stringify([secrets, personal, rules]);
  let scanner = scanners.get(key);
  if (scanner === undefined) {
    const detectors = [...(secrets ? secretDetectors : []), ...(personal ? personalDetectors : [])];
    scanners.set(key, scanner = createScanner(detectors, customDetectors(rules)));
  }
  return scanner;
}

/** Finds nothing: it tells of a text that it has to be looked at once more with its letters spelled out. */
const spelledByNumber: Detector = { id: 'spelled-by-number', kind: 'secret', hints: [{ pattern: String.raw`\\u00` }], find: () => [] };

function createScanner(detectors: readonly Detector[], custom: readonly Detector[]): Scanner {
  const candidatesIn = createPrefilter([...detectors, spelledByNumber]);
  return (text) => {
    const candidates = text.length < shortestSecret ? nothing : candidatesIn(text);
    if (candidates.length === 0 && custom.length === 0) return nothing;
    const found: Finding[] = [];
    for (const detector of candidates) collect(text, detector, found);
    for (const detector of custom) collect(text, detector, found);
    return found.length < 2 ? found : withoutOverlaps(found);
  };
}

function collect(text: string, { id, kind, find }: Detector, found: Finding[]): void {
  for (const { start, end, quotes = quotesOfNumber(text, start, end) } of find(text)) {
    const from = behindEscape(text, start);
    if (from < end) found.push({ detector: id, kind, start: from, end, replacement: `${quotes}[${kind}:${id}]${quotes}` });
  }
}

/** Of a number of JSON that is kept as text: what replaces it has to be a string there. */
function quotesOfNumber(text: string, start: number, end: number): string {
  const first = text.charCodeAt(start);
  if (first < 48 || first > 57 || !/^[0-9]+$/.test(text.slice(start, end)) || !/^(?:[\s,}\]\\]|$)/.test(text.slice(end, end + 1))) return '';
  const before = /(\\*)"\s{0,8}:\s{0,8}$/.exec(text.slice(Math.max(0, start - 48), start));
  return before ? `${before[1] ?? ''}"` : '';
}

/** Letters that JSON spells by their number, such as \u0073, at any depth of escaping. */
const byNumber = /\\+u00([2-7][0-9a-fA-F])/g;

/** The same JSON with letters as letters. */
function spelledOut(text: string): string {
  return text.replace(byNumber, (whole, hex: string) => {
    const letter = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.@+=/:-]/.test(letter) ? letter : whole;
  });
}

/** A match that begins with the letter of an escape such as `\n` begins one later: the escape must stay whole. */
function behindEscape(text: string, start: number): number {
  return start > 0 && text[start - 1] === '\\' && 'nrtbf'.includes(text[start] ?? ' ') ? start + 1 : start;
}

/**
 * Where findings overlap the widest stands, and covers them all; of equally wide ones the first, which is the more specific.
 * A secret wins over personal data: the password and host of an address look like an e-mail address.
 */
function withoutOverlaps(found: readonly Finding[]): readonly Finding[] {
  const secrets = joined(found.filter(({ kind }) => kind === 'secret'));
  const personal = joined(found.filter(({ kind, start, end }) => kind === 'personal' && !secrets.some((each) => each.start < end && start < each.end)));
  return [...secrets, ...personal].sort((a, b) => a.start - b.start);
}

function joined(found: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (const each of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || each.start >= last.end) kept.push(each);
    else if (each.end - each.start > last.end - last.start) kept[kept.length - 1] = { ...each, start: last.start };
    else if (each.end > last.end) kept[kept.length - 1] = { ...last, end: each.end };
  }
  return kept;
}

/** What may stand behind `detector:` in a case: one kind of data, or all of a family. */
export const detectorNames: readonly string[] = ['secret', 'personal', ...new Set([...secretDetectors, ...personalDetectors].map(({ id }) => id))];

/** Likely secrets and personal data in a text, in order, without overlaps. */
export function findSensitive(text: string, rules: RedactionRules): readonly Finding[] {
  return scannerFor(rules)(text);
}

export function createRedactor(rules: RedactionRules): Redactor {
  const hasOwnRules = (rules.rules?.length ?? 0) > 0;
  if (!rules.secrets && !rules.personal && !hasOwnRules) return { text: (value) => value, json: <T>(value: T): T => withoutDepths(value, 0) as T, counts: {} };
  const scan = scannerFor(rules);
  const counts: Record<string, number> = {};
  const count = (detector: string) => { counts[detector] = (counts[detector] ?? 0) + 1; };

  /** A replacement may lay bare the start of another match, so it goes on until nothing is found. */
  function text(value: string): string {
    let clean = value;
    for (let round = 0; round < 4; round++) {
      let found = scan(clean);
      if (found === nothing) return clean;
      if (found.length === 0) {
        if (!clean.includes('\\u00')) return clean;
        const plain = spelledOut(clean);
        found = plain === clean ? [] : scan(plain);
        if (found.length === 0) return clean;
        clean = plain;
      }
      let replaced = '';
      let at = 0;
      for (const { detector, start, end, replacement } of found) {
        count(detector);
        replaced += clean.slice(at, start) + replacement;
        at = end;
      }
      clean = replaced + clean.slice(at);
    }
    return clean;
  }

  /** A card's number, or what a rule of the workspace's own looks for. */
  function number(value: number): unknown {
    if (!(value >= smallestPersonal || hasOwnRules) || !Number.isFinite(value)) return value;
    const written = String(value);
    const clean = text(written);
    return clean === written ? value : clean;
  }

  /** All of it is secret. A placeholder that says more precisely what it was is kept, with a word such as Bearer before it. */
  function named(value: unknown): unknown {
    if (Array.isArray(value)) return mapped(value, named);
    if (typeof value === 'number' && Math.abs(value) >= smallestSecret) {
      count('named-secret');
      return '[secret:named-secret]';
    }
    if (typeof value !== 'string' || isHarmlessValue(value) || isReplaced(value)) return value;
    const found = scan(value);
    const only = found[0];
    const precise = found.length === 1 && only !== undefined ? value.slice(0, only.start) + only.replacement + value.slice(only.end) : '';
    count(isReplaced(precise) && only !== undefined ? only.detector : 'named-secret');
    return isReplaced(precise) ? precise : '[secret:named-secret]';
  }

  function walk(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return number(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > deepest) return null;
    if (Array.isArray(value)) return walkList(value, depth);
    const map = value as Readonly<Record<string, unknown>>;
    let copy: Record<string, unknown> | undefined;
    const keys = Object.keys(map);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] as string;
      const each = map[key];
      const isNamed = rules.secrets && (isSensitiveName(key) || isToken(key, each) || (key === 'value' && isSensitivePair(map)));
      let clean = isNamed ? named(each) : walk(each, depth + 1);
      if (isNamed && typeof clean !== 'string') clean = walk(clean, depth + 1);
      const cleanKey = key.length < shortestSecretKey ? key : text(key);
      if (copy === undefined && clean === each && cleanKey === key) continue;
      if (copy === undefined) {
        copy = {};
        for (const before of keys.slice(0, index)) setKey(copy, before, map[before]);
      }
      setKey(copy, Object.hasOwn(copy, cleanKey) ? `${cleanKey}#${index}` : cleanKey, clean);
    }
    return copy ?? value;
  }

  /** As `mapped`, for what is most of all lists: no closure a list. */
  function walkList(list: readonly unknown[], depth: number): readonly unknown[] {
    let copy: unknown[] | undefined;
    for (let index = 0; index < list.length; index++) {
      const clean = rules.secrets && isFlagged(list, index) ? named(list[index]) : walk(list[index], depth + 1);
      if (clean === list[index]) continue;
      copy ??= [...list];
      copy[index] = clean;
    }
    return copy ?? list;
  }

  return { text, json: <T>(value: T): T => walk(value, 0) as T, counts };
}

/** What is nested too deep is not kept, whatever is looked for. */
function withoutDepths(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return mapped(value, (each) => withoutDepths(each, depth + 1));
  let copy: Record<string, unknown> | undefined;
  const map = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(map)) {
    const kept = withoutDepths(map[key], depth + 1);
    if (kept !== map[key]) setKey((copy ??= { ...map }), key, kept);
  }
  return copy ?? value;
}

/** Header lists come as `{name, value}` or `{key, value}`. */
function isSensitivePair(map: Readonly<Record<string, unknown>>): boolean {
  const name = map['name'] ?? map['key'];
  return typeof name === 'string' && (typeof map['value'] === 'string' || typeof map['value'] === 'number') && (isSensitiveName(name) || isToken(name, map['value']));
}

/** The value is looked at first: few are so long, and fewer without a space. */
function isToken(name: string, value: unknown): boolean {
  return typeof value === 'string' && value.length >= 20 && isTokenName(name) && isRandomToken(value);
}

/** A value in the list that a program is started with, behind its name: `['--api-key', '…']`. */
function isFlagged(list: readonly unknown[], index: number): boolean {
  const flag = index === 0 ? undefined : list[index - 1];
  const value = list[index];
  return typeof flag === 'string' && typeof value === 'string' && flag.length < 50 && flag.startsWith('--') && isFlagValue(flag.slice(2), value, true);
}

function mapped(list: readonly unknown[], map: (value: unknown) => unknown): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const clean = map(list[index]);
    if (clean === list[index]) continue;
    copy ??= [...list];
    copy[index] = clean;
  }
  return copy ?? list;
}
