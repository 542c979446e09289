import { citationMarks } from './citations.ts';
import type { Day } from './calendar.ts';
import { dayOf, minutesOf, monthOf, monthWords, slashedDay } from './calendar.ts';
import { blank, withoutAddresses, withoutCode } from './code.ts';
import type { Quantity } from './numbers.ts';
import { digits, readingsOf, scaleWords } from './numbers.ts';

/**
 * Something in a text that must stand somewhere else too if it is true. `loose`: it may as well be a figure of speech, a count or a
 * heading, so that not to find it says nothing.
 */
export type Statement = { readonly start: number; readonly end: number; readonly loose: boolean } & (
  | { readonly kind: 'number'; readonly readings: readonly Quantity[]; readonly unit: 'money' | 'percent' | null }
  | { readonly kind: 'date'; readonly days: readonly Day[] }
  | { readonly kind: 'time'; readonly minutes: readonly number[] }
  | { readonly kind: 'id'; readonly id: string }
  /** The last digits of a card or an account. */
  | { readonly kind: 'ending'; readonly ending: string }
  | { readonly kind: 'quote'; readonly passage: string }
  | { readonly kind: 'citation'; readonly refers: string }
);

/** What is read of one text; more is no answer but a file. */
export const longestText = 20_000;

type Found = { readonly pattern: RegExp; read(match: RegExpExecArray, text: string): readonly Statement[] };

const place = (match: RegExpExecArray): Pick<Statement, 'start' | 'end'> => ({ start: match.index, end: match.index + match[0].length });
const words = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

const quotes: Found = {
  pattern: /“([^“”\n]{8,600})”|«([^«»\n]{8,600})»|(?<![\p{L}\p{N}])"([^"\n]{8,600})"(?![\p{L}\p{N}])/gu,
  read: (match) => {
    const passage = match[1] ?? match[2] ?? match[3] ?? '';
    return words(passage) < 3 ? [] : [{ ...place(match), kind: 'quote', passage, loose: words(passage) < 5 }];
  },
};

const dates: readonly Found[] = [
  {
    pattern: /(?<![\w.-])(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?(?![\w-])/g,
    read: (match) => dated(match, dayOf(Number(match[1]), Number(match[2]), Number(match[3]))),
  },
  {
    pattern: /(?<![\w./-])(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?![\w/]|\.\d)/g,
    read: (match) => dated(match, slashedDay(match[1]!, match[2]!, match[3]!)),
  },
  {
    pattern: new RegExp(String.raw`(?<!\p{L})(${monthWords})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s?(?:[-–]|to|and|through|&)\s?(\d{1,2})(?:st|nd|rd|th)?)?(?:,?\s+(\d{4}))?(?![\d:\p{L}%])`, 'giu'),
    read: (match) => dated(match, days(match[4], match[1]!, match[2]!, match[3])),
  },
  {
    pattern: new RegExp(String.raw`(?<![\w.])(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(\d{1,2})(?:st|nd|rd|th)?)?\.?\s+(?:of\s+)?(${monthWords})\.?(?:,?\s+(\d{4}))?(?![\d\p{L}])`, 'giu'),
    read: (match) => dated(match, days(match[4], match[3]!, match[1]!, match[2])),
  },
];

function days(year: string | undefined, month: string, first: string, last: string | undefined): readonly Day[] {
  // The verb `may` is no month.
  if (!/^\p{Lu}/u.test(month)) return [];
  const own = (day: string): readonly Day[] => dayOf(year === undefined ? null : Number(year), monthOf(month), Number(day));
  return last === undefined ? own(first) : [...own(first), ...own(last)];
}

const dated = (match: RegExpExecArray, all: readonly Day[]): readonly Statement[] => (all.length === 0 ? [] : [{ ...place(match), kind: 'date', days: all, loose: false }]);

const times: readonly Found[] = [
  {
    pattern: /(?<![\w:.])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?:\s?([ap])(?:\.m\.|m\b))?(?![\w:])/gi,
    read: (match) => timed(match, minutesOf(match[1]!, match[2]!, match[3])),
  },
  { pattern: /(?<![\w:.$])(\d{1,2})\s?([ap])(?:\.m\.|m\b)/gi, read: (match) => timed(match, minutesOf(match[1]!, '0', match[2])) },
];

const timed = (match: RegExpExecArray, minutes: readonly number[]): readonly Statement[] => (minutes.length === 0 ? [] : [{ ...place(match), kind: 'time', minutes, loose: false }]);

/** An address, a number that tells one thing from all others, or letters and digits in one word. */
const ids: readonly Found[] = [
  { pattern: /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, read: (match) => [{ ...place(match), kind: 'id', id: match[0].replace(/\.$/, ''), loose: false }] },
  { pattern: /(?<=\b(?:end(?:ing|s)\s(?:in|with)|last\s(?:four|4)(?:\sdigits)?(?:\sare|\sis|:)?)\s[*_`#]{0,3})\d{2,6}(?!\w)/gi, read: (match) => [{ ...place(match), kind: 'ending', ending: match[0], loose: false }] },
  { pattern: /(?<![\w])#?(?=[\w-]*\d)[A-Za-z0-9][\w-]{3,80}(?![\w-])/g, read: (match) => identified(match) },
];

/** Words with digits in them that everyone uses: sizes, models, standards, versions, counts with their unit. */
const ordinary = /^(?:\d+(?:st|nd|rd|th)|\d+(?:-\w+)+|\d+[a-z]{1,4}|[a-z]+-?\d{1,2}|v?\d+(?:[-.]\d+)*|(?:gpt|claude|gemini|llama|utf|iso|rfc|sha|md|mp|covid|python|es|ipv|http|oauth|base|ec|s)-?\d+\w*|\d+x\d+)$/i;

function identified(match: RegExpExecArray): readonly Statement[] {
  const id = match[0].replace(/^#/, '').replace(/[-_]+$/, '');
  const isPlain = /^\d+$/.test(id);
  const digitCount = id.replace(/\D/g, '').length;
  if (isPlain ? !(match[0].startsWith('#') && id.length >= 3) && id.length < 7 : ordinary.test(id) || digitCount < 2 || id.length < 5) return [];
  if (/^\d+(?:-\d+)+$/.test(id) && digitCount < 7) return [];
  const hasUpper = /[A-Z]/.test(id);
  // A name in small letters with a few digits is as often a file, a branch or a package.
  const telling = isPlain || digitCount >= 4 || (hasUpper && digitCount >= 2);
  return telling ? [{ start: match.index, end: match.index + match[0].length, kind: 'id', id, loose: /_/.test(id) }] : [];
}

const currency = String.raw`(?:[A-Z]{0,2}[$€£¥₹]|(?:USD|EUR|GBP|CHF|JPY|INR|CAD|AUD)\s)\s?`;
const numbers: Found = {
  pattern: new RegExp(String.raw`(?<![\p{L}\p{N}_.,@#&^]|[\p{L}\p{N}][-–:/])(${currency})?(${digits})(?:\s?(${scaleWords})(?![\p{L}\p{N}]))?(?:\s?(%|percent\b|percentage points?\b))?(\s?(?:USD|EUR|GBP|dollars?|euros?|€|£|cents?)(?!\p{L}))?([\p{L}_]{1,4})?(?![\p{L}\p{N}_@^]|[.,/:]\d|-\p{L}{0,20}\d)`, 'gu'),
  read: (match, text) => {
    const [, sign, written, scale, percent, after, attached] = match;
    if (attached !== undefined && !unit.test(attached)) return [];
    const unitOf = sign !== undefined || after !== undefined ? 'money' : percent === undefined ? null : 'percent';
    const readings = readingsOf(written!, scale);
    const [first] = readings;
    if (!first || (unitOf === null && isCount(text, match.index, match.index + match[0].length, first, written!, scale))) return [];
    return [{ ...place(match), kind: 'number', readings, unit: unitOf, loose: isLoose(first, unitOf, written!) }];
  },
};

const unit = /^(?:kg|g|mg|lbs?|oz|km|m|cm|mm|mi|ft|in|h|hrs?|min|mins|s|ms|sec|secs|d|KB|MB|GB|TB|kB|px|pt|kW|kWh|W|V|A|Hz|GHz|MHz|C|F|x|ml|l|L)$/;
const ordinalBefore = /(?:\b(?:step|option|phase|part|section|chapter|figure|fig|table|question|task|item|point|day|week|level|tier|round|version|page|rule|case|example|line|lines|top|no|nr|number|stage|problem|article|exercise|test|class|grade|year|age|aged|chapter|episode|season|volume|v|python|node|java|react|vue|ios|android|windows|port|error|status|code|http)\.?|[#(])\s?$/i;

/** Small numbers count what is listed or name a step. */
function isCount(text: string, start: number, end: number, { value }: Quantity, written: string, scale: string | undefined): boolean {
  if (/[.,]/.test(written) || scale !== undefined) return false;
  if (value <= 10) return true;
  if (value < 1000 && ordinalBefore.test(text.slice(Math.max(0, start - 14), start))) return true;
  // `24/7`, and the numbers of a list: `12. Then`.
  return /^[.)]\s/.test(text.slice(end, end + 2)) && /(?:^|\n)[\s>*#-]*$/.test(text.slice(Math.max(0, start - 12), start));
}

/** Years that stand alone, and what is said of all and nothing. */
function isLoose({ value }: Quantity, of: 'money' | 'percent' | null, written: string): boolean {
  if (of === 'percent') return value === 0 || value === 100;
  return of === null && /^(?:1[89]|20)\d{2}$/.test(written);
}

/** What a text states, in order. Code, addresses of pages and file names are left out. */
export function statementsIn(whole: string): readonly Statement[] {
  const found: Statement[] = [];
  const prose = withoutCode(whole.slice(0, longestText));
  let text = prose;
  for (const { start, end, refers, loose } of citationMarks(text)) found.push({ start, end, kind: 'citation', refers, loose });
  // What only stands in brackets may state something, too.
  text = withoutAddresses(blank(text, found.filter(({ loose }) => !loose)));
  for (const { pattern, read } of [quotes, ...dates, ...times, ...ids, numbers]) {
    const own = [...text.matchAll(pattern)].flatMap((match) => read(match as RegExpExecArray, text));
    found.push(...own);
    // What stands in a quoted passage is looked up with it.
    text = blank(text, own);
  }
  return found.sort((a, b) => a.start - b.start);
}
