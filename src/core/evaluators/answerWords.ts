import { oneLine } from '../display/truncate.ts';
import { isJsonMap, type Json, type JsonMap } from '../model/json.ts';
import { showValue } from './canonical.ts';

/** What holds of an answer, and its opposite, as the end of a sentence: `contains "x"`, `does not contain "x"`. */
type Words = { readonly holds: string; readonly not: string };

const is = (what: string): Words => ({ holds: `is ${what}`, not: `is not ${what}` });
const has = (what: string): Words => ({ holds: `has ${what}`, not: `has no ${what}` });
const does = (holds: string, verb: string, what: string): Words => ({ holds: `${holds} ${what}`, not: `does not ${verb} ${what}` });
const anyCase = ', whatever the case';

function bounds(operand: Json): string {
  if (!isJsonMap(operand)) return showValue(operand);
  const { min, max } = operand;
  if (min !== undefined && max !== undefined) return `${showValue(min)} to ${showValue(max)}`;
  return max === undefined ? `at least ${showValue(min)}` : `at most ${showValue(max)}`;
}

const spoken: Readonly<Record<string, (operand: Json, options: JsonMap) => Words>> = {
  $regex: (source, { flags }) => does('matches', 'match', oneLine(`/${String(source)}/${typeof flags === 'string' ? flags : ''}`, 80)),
  $contains: (text) => does('contains', 'contain', showValue(text)),
  $icontains: (text) => does('contains', 'contain', `${showValue(text)}${anyCase}`),
  $startsWith: (text) => does('begins', 'begin', `with ${showValue(text)}`),
  $iequals: (text) => is(`${showValue(text)}${anyCase}`),
  $similar: (text, { min }) => is(`like ${showValue(text)} by ${showValue(min)} or more`),
  $number: (value) => is(`the number ${showValue(value)}`),
  $range: (range) => is(`a number, ${bounds(range)}`),
  $date: (date, { within }) => is(`the date ${String(date)}${within === undefined ? '' : ` within ${String(within)}`}`),
  $length: (range) => ({ holds: `is ${bounds(range)} long`, not: `is not ${bounds(range)} long` }),
  $type: (type) => is(`of the type ${String(type)}`),
  $schema: () => does('fits', 'fit', 'the schema'),
  $subset: (value) => does('holds', 'hold', showValue(value)),
  $setEquals: (list) => does('holds', 'hold', `just the elements ${showValue(list)}`),
  $literal: (value) => is(showValue(value)),
  $any: () => has('value'),
  $not: (matcher) => opposite(inside(matcher)),
  $oneOf: (list) => joined(list, ' or ', ' and '),
  $all: (list) => joined(list, ' and ', ' or '),
};

const opposite = ({ holds, not }: Words): Words => ({ holds: not, not: holds });
const isMatcher = (matcher: Json): matcher is JsonMap => isJsonMap(matcher) && Object.keys(matcher).some((key) => Object.hasOwn(spoken, key));

/** Within another matcher a bare value is equalled. */
const inside = (matcher: Json): Words => (isMatcher(matcher) ? answerWords(matcher) : is(showValue(matcher)));

function joined(list: Json, between: string, opposed: string): Words {
  const each = (Array.isArray(list) ? (list as readonly Json[]) : [list]).map(inside);
  return { holds: each.map(({ holds }) => holds).join(between), not: each.map(({ not }) => not).join(opposed) };
}

/** What a matcher says of an answer. */
export function answerWords(matcher: Json): Words {
  if (typeof matcher === 'string' || typeof matcher === 'number') return does('says', 'say', showValue(matcher));
  if (!isMatcher(matcher)) return is(showValue(matcher));
  const [kind = ''] = Object.keys(matcher).filter((key) => Object.hasOwn(spoken, key));
  return spoken[kind]!(matcher[kind]!, matcher);
}
