import type { Json } from '../core/model/json.ts';

/** How values are written at a place. `quote`: a quote that was typed already. */
export type Spelling = { readonly json: boolean; readonly quote?: string | undefined };

/** Words that readers of YAML 1.1 or 1.2 take for something else than text. */
const words = /^(?:null|true|false|yes|no|on|off|y|n|~|[-+]?\.(?:inf|nan))$/i;
/** Numbers in any of their spellings, dates, times. */
const numbers = /^[-+]?\.?\d[\da-fxotz_.:+-]*$/i;
const plain = /^[^\s\-?:,[\]{}#&*!|>'"%@`~=<][^,[\]{}]*$/;
const endsOrComments = /:(?:\s|$)|\s#|\s$/;
// eslint-disable-next-line no-control-regex
const unseen = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A value on one line as it may stand anywhere, also inside brackets: a text in quotes where YAML would read it as something else. */
export function valueText(value: Json, { json, quote }: Spelling): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const isSeen = value.search(unseen) < 0;
  if (quote === "'" && isSeen) return `'${value.replaceAll("'", "''")}'`;
  const mustQuote = json || quote !== undefined || !isSeen || words.test(value) || numbers.test(value) || !plain.test(value) || endsOrComments.test(value);
  return mustQuote ? JSON.stringify(value).replace(unseen, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`) : value;
}
