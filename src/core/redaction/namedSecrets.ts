import { assignedSecrets } from './assignedSecrets.ts';
import { closingQuote, closingSingleQuote } from './closingQuotes.ts';
import type { Detector, Match } from './detector.ts';
import { holdsSecret, isSensitiveName } from './sensitiveNames.ts';

const tails = '[kK][eE][yY]|[wW][oO][rR][dDtT]|[pP]asswd|[pP]ass|PASS|[pP]hrase|[sS][eE][cC][rR][eE][tT]|[tT][oO][kK][eE][nN]|[aA]uthorization|AUTHORIZATION|[cC]ookie|[sS]tring|[cC]redentials|_hash';

/** `"name": "` in JSON that is kept as text, at any depth of escaping, and as Python writes it: `'name': '`, or `'name': "` where a single quote is in it. */
const quoted = /(\\*)(["'])([A-Za-z0-9_.\- ]{5,80})\1\2\s{0,8}:\s{0,8}(\\*)(["'])/g;
/** The same with a number; a short one is a count or a switch. */
const numbered = /(\\*)(["'])([A-Za-z0-9_.\- ]{6,80})\1\2\s{0,8}:\s{0,8}(-?[0-9]{4,30}(?:\.[0-9]{1,30})?)(?![0-9A-Za-z.])/g;

function* quotedSecrets(text: string): Generator<Match> {
  quoted.lastIndex = 0;
  for (let match = quoted.exec(text); match !== null; match = quoted.exec(text)) {
    const [, keyEscapes = '', keyQuote, name = '', escapes = '', quote] = match;
    // Double quotes are those of JSON on both sides.
    if (keyQuote === '"' && (quote !== '"' || escapes !== keyEscapes)) {
      quoted.lastIndex = match.index + keyEscapes.length + 1;
      continue;
    }
    const start = quoted.lastIndex;
    const stop = quote === '"' ? closingQuote(text, start, escapes.length) : closingSingleQuote(text, start, escapes.length);
    const found = holdsSecret(name, text.slice(start, stop));
    if (found) yield { start, end: stop };
    quoted.lastIndex = found ? stop : start;
  }
}

function* numberedSecrets(text: string): Generator<Match> {
  numbered.lastIndex = 0;
  for (let match = numbered.exec(text); match !== null; match = numbered.exec(text)) {
    const [whole, escapes = '', quote = '', name = '', value = ''] = match;
    const end = match.index + whole.length;
    const resume = numbered.lastIndex;
    if (isSensitiveName(name)) yield { start: end - value.length, end, quotes: `${escapes}${quote}` };
    numbered.lastIndex = resume;
  }
}

/** Values that are secret by the name of their field, in text that is not a JSON value of ours. */
export const namedSecrets: Detector = {
  id: 'named-secret', kind: 'secret',
  hints: [{ sign: ':', before: String.raw`(?:${tails})\\{0,16}["']?\s{0,8}` }, { sign: '=', before: String.raw`(?:${tails}) {0,2}` }],
  *find(text): Generator<Match> {
    yield* quotedSecrets(text);
    yield* numberedSecrets(text);
    yield* assignedSecrets(text);
  },
};
