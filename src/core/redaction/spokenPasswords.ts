import type { Detector } from './detector.ts';
import { byPattern } from './detector.ts';
import { isHarmlessValue } from './sensitiveNames.ts';

const start = String.raw`(?:(?<![A-Za-z0-9_.$-])|(?<=\\[nrtbf]))`;
/** Without the full stop of the sentence. */
const value = '[^\\s"\'`\u201c\u201d\u201e<>(){}[\\],;\\\\]{5,63}[A-Za-z0-9!#$%^&*+=@_~-]';
const quote = '(?:\\\\{0,16}["\'`]|[\u201c\u201e])?';
/** "My password is hunter2", "Das Passwort lautet …". */
const said = String.raw`${start}(?:[pP]assw(?:or[dt]|d)|PASSWOR[DT]|[pP]wd|PWD)(?: (?:for|of|to|für) [^\s"'\\]{1,40}(?: [^\s"'\\]{1,40})?)? (?:is|ist|was|war|lautet)(?: (?:now|still|jetzt))?:? ${quote}(${value})`;
/** The short name is that of a folder as well, so that no other detector goes by it. */
const short = String.raw`${start}(?:[pP]wd|PWD)(?: {0,2}= {0,2}|: {0,2})${quote}(${value})`;

/** How long it has to be, and how it is encoded or hashed. */
const aboutPasswords = /^(?:[0-9]+(?:[-.x\u2013][0-9]+)*[-\u2013]?(?:char|letter|digit|bit|byte|sign|word|day|week|month|year|hour|min|sec|time|zeichen|stellig|tage)[a-z]*|(?:base|sha|md|utf|oauth|argon|pbkdf|scrypt|bcrypt|rot|aes|rsa|rfc|iso|rc|tls|ssl|x)-?[0-9]+.*)$/i;
/** A field of code, a host, a file. */
const isPath = (text: string) => /^(?:[/~.$%&@]|[A-Za-z]:)|^[A-Za-z_]\w*(?:\.\w+)+$|\/.*\//.test(text);

function isPassword(matched: string, text: string, from: number): boolean {
  return /[0-9]/.test(matched) && /[A-Za-z]/.test(matched) && !isHarmlessValue(matched) && !aboutPasswords.test(matched) && !isPath(matched) && !/[([]/.test(text[from + matched.length] ?? '');
}

/** Passwords that somebody says in a sentence. Only with digits and letters: behind "is" there is mostly a word. */
export const spokenPasswords: readonly Detector[] = [
  byPattern('secret', 'spoken-password', { pattern: '(?:[wW](?:or[dt]|d)|WOR[DT]|WD) (?:is|ist|was|war|lautet|for|of|to|f\u00fcr) ' }, said, { group: 1, verify: isPassword }),
  byPattern('secret', 'spoken-password', [{ sign: '=', before: '(?:[pP]wd|PWD) {0,2}' }, { sign: ':', before: '[pP]wd|PWD' }], short, { group: 1, verify: isPassword }),
];
