import type { Detector, Match } from './detector.ts';
import { isHarmlessValue, isSensitiveName } from './sensitiveNames.ts';

const tails = '[kK][eE][yY]|[wW][oO][rR][dD]|[pP]asswd|[pP]hrase|[sS][eE][cC][rR][eE][tT]|[tT][oO][kK][eE][nN]|[aA]uthorization|AUTHORIZATION|[cC]ookie|[sS]tring|[cC]redentials|_hash';

/** `"name": "` in JSON that is kept as text, at any depth of escaping. */
const quoted = /(\\*)"([A-Za-z0-9_.\- ]{6,80})\1"\s{0,8}:\s{0,8}\1"/g;
/** The same with a number; a short one is a count or a switch. */
const numbered = /(\\*)"([A-Za-z0-9_.\- ]{6,80})\1"\s{0,8}:\s{0,8}(-?[0-9]{4,30}(?:\.[0-9]{1,30})?)(?![0-9A-Za-z.])/g;
/** `NAME=value` and `name: value` in shells, settings and logs. */
const assigned = /(?<![A-Za-z0-9_.-])([A-Za-z][A-Za-z0-9_.-]{4,63})( {0,2}= {0,2}|: {0,2})(["']?)([^\s"'`,;&\\(){}[\]<>]{6,})/g;

/** Values that are secret by the name of their field, in text that is not a JSON value of ours. */
export const namedSecrets: Detector = {
  id: 'named-secret', kind: 'secret',
  hints: [{ sign: ':', before: String.raw`(?:${tails})\\{0,16}["']?\s{0,8}` }, { sign: '=', before: String.raw`(?:${tails}) {0,2}` }],
  *find(text): Generator<Match> {
    quoted.lastIndex = 0;
    for (let match = quoted.exec(text); match !== null; match = quoted.exec(text)) {
      const start = quoted.lastIndex;
      const stop = closingQuote(text, start, (match[1] ?? '').length);
      quoted.lastIndex = stop;
      if (isSensitiveName(match[2] ?? '') && !isHarmlessValue(text.slice(start, stop))) yield { start, end: stop };
      else quoted.lastIndex = start;
    }
    numbered.lastIndex = 0;
    for (let match = numbered.exec(text); match !== null; match = numbered.exec(text)) {
      const [whole, escapes = '', name = '', value = ''] = match;
      const end = match.index + whole.length;
      const resume = numbered.lastIndex;
      if (isSensitiveName(name)) yield { start: end - value.length, end, quotes: `${escapes}"` };
      numbered.lastIndex = resume;
    }
    assigned.lastIndex = 0;
    for (let match = assigned.exec(text); match !== null; match = assigned.exec(text)) {
      const [whole, name = '', sign = '', quote, value = ''] = match;
      const start = match.index + whole.length - value.length;
      const resume = assigned.lastIndex;
      if (isSensitiveName(name) && isLikelyValue(value, sign, quote !== '') && !isHarmlessValue(value)) yield { start, end: start + value.length };
      assigned.lastIndex = resume;
    }
  },
};

/** In prose a colon is followed by a word; a secret has digits. Behind an equals sign, a name with dots is code. */
function isLikelyValue(value: string, sign: string, inQuotes: boolean): boolean {
  const mixed = /[0-9]/.test(value) && /[A-Za-z!#$%*+^~|]/.test(value);
  return sign === '=' || inQuotes ? mixed || !/[.]/.test(value) : mixed;
}

/**
 * Where a string ends whose quotes carry `escapes` backslashes: at its own closing quote, or at that of a string around
 * it, when it was cut off; else at the end of the text.
 */
function closingQuote(text: string, from: number, escapes: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let run = 0;
    while (at - run - 1 >= from && text[at - run - 1] === '\\') run++;
    for (let level = escapes; ; level = (level - 1) >> 1) {
      if (closes(run, level)) return at - level;
      if (level <= 0) break;
    }
  }
  return text.length;
}

/** Each time a text is put into JSON, a quote's n backslashes become 2n + 1, and a backslash of its own becomes two. */
function closes(run: number, level: number): boolean {
  if (level === 0) return run % 2 === 0;
  return run % 2 === 1 && closes((run - 1) / 2, (level - 1) >> 1);
}
