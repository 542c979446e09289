import type { Detector, Hint } from './detector.ts';
import { byPattern } from './detector.ts';

const personal = (id: string, hint: Hint, source: string, verify?: (matched: string) => boolean) => byPattern('personal', id, hint, source, verify && { verify });

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** The check digit of card numbers. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** Issuers and their lengths: many other numbers pass Luhn by chance. */
const issuers = /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|3[068]\d{12})$/;

function isCard(matched: string): boolean {
  const digits = digitsOf(matched);
  return issuers.test(digits) && !/^(\d)\1+$/.test(digits) && passesLuhn(digits);
}

/** ISO 13616: the first four characters to the end, letters as numbers, remainder 1 by 97. */
function isIban(matched: string): boolean {
  const plain = matched.replaceAll(' ', '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const each of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(each, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const isPhone = (matched: string) => {
  const { length } = digitsOf(matched);
  return length >= 9 && length <= 15;
};

/** Data about people; off unless config.yaml turns it on, and shown before a case is written. */
export const personalDetectors: readonly Detector[] = [
  personal('email', { sign: '@', before: '[A-Za-z0-9_%+-]', behind: '[A-Za-z0-9-]' }, String.raw`(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,6}\.[A-Za-z]{2,24}(?![A-Za-z0-9-])`),
  personal('iban', { pattern: '[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4}' }, String.raw`(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])`, isIban),
  personal('card-number', { pattern: '[2-6][0-9]{3}[ -]?[0-9]{3}' }, String.raw`(?<![A-Za-z0-9.+-])[2-6](?:[ -]?[0-9]){12,18}(?![A-Za-z0-9])`, isCard),
  personal('phone', { pattern: String.raw`\+[0-9]|\([0-9]{3}\) ?[0-9]|[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}` }, String.raw`(?<![A-Za-z0-9.+-])(?:\+[0-9]{1,3}[ .-]?(?:\([0-9]{1,4}\)[ .-]?)?[0-9]{1,4}(?:[ .-]?[0-9]{2,4}){2,4}|\([0-9]{3}\) ?[0-9]{3}[ .-][0-9]{4}|[0-9]{3}([-.])[0-9]{3}\1[0-9]{4})(?![A-Za-z0-9]|[.-][0-9])`, isPhone),
  personal('us-ssn', { sign: '-', before: '[0-9]{3}-[0-9]{2}', behind: '[0-9]{4}' }, String.raw`(?<![A-Za-z0-9.-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![A-Za-z0-9-])`),
];
