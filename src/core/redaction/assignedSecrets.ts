import { closingQuote, closingSingleQuote } from './closingQuotes.ts';
import type { Match } from './detector.ts';
import { wordStart } from './detector.ts';
import { isHarmlessValue, isRandomToken, isSensitiveName, isTokenName } from './sensitiveNames.ts';

/** `NAME=` and `name: ` in shells, settings, addresses and logs; what stands behind is read only under a name that tells. */
const assigned = new RegExp(String.raw`${wordStart}(?<![_.])([A-Za-z][A-Za-z0-9_.-]{4,63})( {0,2}= {0,2}|: {0,2})(?![=>])`, 'g');
const opening = /(\\{0,16})(["'])/y;
const bare = /[^\s"'`,;&\\(){}[\]<>]{6,512}/y;
const restOfBare = /[^\s"'`,;&\\(){}[\]<>]*/y;
/** `Authorization: Token `; Bearer and Basic have detectors of their own. */
const scheme = /(?:[A-Za-z]{1,20}-)?(?:token|api[-_]?key|key|bot|oauth|splunk|geniekey|digest|hawk|dpop) {1,3}(?:[a-z_]{1,20}=)?(?:\\{0,16}["'])?/iy;

export function* assignedSecrets(text: string): Generator<Match> {
  assigned.lastIndex = 0;
  for (let match = assigned.exec(text); match !== null; match = assigned.exec(text)) {
    const start = assigned.lastIndex;
    const name = withoutEscape(match[1] ?? '', text[match.index - 1]);
    const found = isSensitiveName(name) || isTokenName(name) ? secretAt(text, start, name, (match[2] ?? '').includes('=')) : undefined;
    if (found) yield found;
    // What stands behind another name may be an address with a parameter of its own.
    assigned.lastIndex = found ? found.end : start;
  }
}

/** In JSON kept as text a name may stand right behind an escape: `\npassword`, `\u0026token`. */
function withoutEscape(name: string, before: string | undefined): string {
  return before === '\\' ? name.replace(/^(?:u[0-9a-fA-F]{4}|[nrtbf])/, '') : name;
}

function secretAt(text: string, start: number, name: string, isEquals: boolean): Match | undefined {
  return (/authorization$/i.test(name) ? credentialsAt(text, start) : undefined) ?? quotedAt(text, start, name, isEquals) ?? bareAt(text, start, name, isEquals);
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}

function credentialsAt(text: string, start: number): Match | undefined {
  const word = matchAt(scheme, text, start);
  const from = start + (word?.[0].length ?? 0);
  const value = word && matchAt(bare, text, from);
  return value && value[0].length >= 8 && isMixed(value[0]) && !isHarmlessValue(value[0]) ? { start: from, end: from + value[0].length } : undefined;
}

const longestQuoted = 200;

/** A value in quotes goes whole, spaces and all. */
function quotedAt(text: string, start: number, name: string, isEquals: boolean): Match | undefined {
  const quote = matchAt(opening, text, start);
  if (!quote) return undefined;
  const from = start + quote[0].length;
  const near = text.slice(from, from + longestQuoted + 1);
  const escapes = quote[1]?.length ?? 0;
  const length = quote[2] === '"' ? closingQuote(near, 0, escapes) : closingSingleQuote(near, 0, escapes);
  if (length > longestQuoted || length === near.length) return undefined;
  const value = near.slice(0, length);
  return isSetValue(value, name, isEquals) ? { start: from, end: from + length } : undefined;
}

/** Words of sentences about secrets. */
const prose = /\b(?:your|the|a|an|is|are|was|be|must|should|have|has|not|no|for|of|to|in|at|and|or|with|enter|please|new|old|invalid|wrong|forgot|least|characters|password|secret|token|key)\b/i;

function isSetValue(value: string, name: string, isEquals: boolean): boolean {
  // The quote closes a JSON string, and what follows is the JSON around it.
  if (/^\s*(?:[,:}\]]|$)|^\s|[\r\n]/.test(value) || isHarmlessValue(value)) return false;
  if (!isSensitiveName(name)) return isRandomToken(value);
  const words = value.split(/\s+/).length;
  if (words === 1) return (value.length >= 6 || (value.length >= 4 && isMixed(value))) && isLikely(value, isEquals, true);
  return /phrase$/i.test(name) ? words <= 24 : words <= 5 && !prose.test(value) && (isMixed(value) || isEquals);
}

function bareAt(text: string, start: number, name: string, isEquals: boolean): Match | undefined {
  const inQuotes = /["']/.test(text[start] ?? '');
  const from = inQuotes ? start + 1 : start;
  const value = matchAt(bare, text, from)?.[0];
  if (value === undefined || isHarmlessValue(value)) return undefined;
  if (!isSensitiveName(name)) return isRandomToken(value) ? { start: from, end: from + value.length } : undefined;
  // Words in quotes were looked at as a whole.
  if (!isLikely(value, isEquals, inQuotes) || (inQuotes && !isMixed(value)) || isCode(value, text[from + value.length])) return undefined;
  return { start: from, end: from + value.length + (matchAt(restOfBare, text, from + value.length)?.[0].length ?? 0) };
}

const isMixed = (value: string) => /[0-9]/.test(value) && /[A-Za-z!#$%*+^~|]/.test(value);

/** In prose a colon is followed by a word; a secret has digits. Behind an equals sign, a name with dots is code. */
const isLikely = (value: string, isEquals: boolean, inQuotes: boolean) => isMixed(value) || ((isEquals || inQuotes) && !value.includes('.'));

/** A call, an element of a list, or a variable that is named after what it holds. */
function isCode(value: string, next: string | undefined): boolean {
  return /^[A-Za-z_$][\w$.]*$/.test(value) && (next === '(' || next === '[' || (!/[0-9]/.test(value) && (isSensitiveName(value) || isTokenName(value))));
}
