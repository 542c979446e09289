import { closingQuote, closingSingleQuote } from './closingQuotes.ts';
import type { Detector, Match } from './detector.ts';
import { byPattern } from './detector.ts';
import { isHarmlessValue, isRandomToken, isSensitiveName, isTokenName } from './sensitiveNames.ts';

/** `--name value`, `--name=value` and `"--name", "value"`, the list that a program is started with. */
const flag = /(?<![A-Za-z0-9_-])--([A-Za-z][A-Za-z0-9_.-]{3,40})(?: {1,4}|=|\\{0,16}["'], {0,4}(?=\\{0,16}["']))(?:(\\{0,16})(["']))?/g;
const bare = /[^\s"'`,;&|\\(){}[\]<>]{4,512}/y;

/** Of what follows a flag's name. In help texts that is mostly a word. */
export function isFlagValue(name: string, value: string, inQuotes: boolean): boolean {
  if (value.startsWith('-') || isHarmlessValue(value) || /^(?:[0-9]+-[a-z]+|base64|sha[0-9]+|md5|utf-?8|oauth2?)$/i.test(value)) return false;
  const isMixed = /[0-9]/.test(value) && /[A-Za-z!#$%*+^~|]/.test(value);
  if (isSensitiveName(name)) return (inQuotes && value.includes(' ')) || (isMixed && value.length >= 6);
  return isTokenName(name) && ((isMixed && /^[^\s]{12,}$/.test(value)) || isRandomToken(value));
}

const flags: Detector = {
  id: 'named-secret', kind: 'secret',
  hints: [{ sign: '-', before: '-', behind: '(?=[A-Za-z])[A-Za-z0-9_.-]{0,40}(?:[kK]ey|[wW]ord|[pP]ass|[pP]asswd|[sS]ecret|[tT]oken|[pP]hrase|[cC]redentials)' }],
  *find(text): Generator<Match> {
    flag.lastIndex = 0;
    for (let match = flag.exec(text); match !== null; match = flag.exec(text)) {
      const start = flag.lastIndex;
      const [, name = '', escapes = '', quote] = match;
      if (!isSensitiveName(name) && !isTokenName(name)) continue;
      const end = quote === undefined ? endOfBare(text, start) : endOfQuoted(text, start, quote, escapes.length);
      const found = end !== undefined && isFlagValue(name, text.slice(start, end), quote !== undefined);
      if (found) yield { start, end };
      flag.lastIndex = found ? end : start;
    }
  },
};

function endOfBare(text: string, start: number): number | undefined {
  bare.lastIndex = start;
  return bare.test(text) ? bare.lastIndex : undefined;
}

const longestQuoted = 200;

/** Undefined where the quote closes a string of JSON, and the JSON around it follows. */
function endOfQuoted(text: string, start: number, quote: string, escapes: number): number | undefined {
  const near = text.slice(start, start + longestQuoted + 1);
  const length = quote === '"' ? closingQuote(near, 0, escapes) : closingSingleQuote(near, 0, escapes);
  return length === near.length || /^\s*(?:[,:}\]]|$)|[\r\n]/.test(near.slice(0, length)) ? undefined : start + length;
}

const isPlaceholder = (value: string) => isHarmlessValue(value) || /^(?:pass(?:word|wd|phrase)?|pw|pwd|secret|token|api[_-]?key|x+|[$<[{%].*)$/i.test(value);

/** Further back than a command is long. */
const mostOfCommand = 1000;

/** Commands that take `-u user:password`; others name a group there. */
function isOfRequest(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - mostOfCommand), start);
  const command = before.slice(Math.max(before.lastIndexOf('|'), before.lastIndexOf(';')) + 1);
  return /(?<![A-Za-z0-9_-])(?:curl|wget|https?|xh)(?= |\\)/.test(command);
}

export const commandLines: readonly Detector[] = [
  flags,
  byPattern('secret', 'basic-credentials', { sign: '-', before: String.raw`[\s-]`, behind: 'u(?:ser)?[ =]' }, String.raw`(?<=\s)(?:-u|--user)[ =]{1,4}\\{0,16}["']?[^\s:"'\\]{1,64}:([^\s"'\\]{3,128})`, {
    group: 1, verify: (matched, text, start) => !isPlaceholder(matched) && isOfRequest(text, start),
  }),
];
