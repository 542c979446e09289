import { visibleText } from '../display/visibleText.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };
/** No XML 1.0 may hold these, not even as a reference; control characters and lone surrogates are gone before. */
const neverInXml = /[\ufffe\uffff]/gu;

const safe = (text: string): string => visibleText(text).replace(neverInXml, '\ufffd');

/** Most of a report: names, numbers, hashes. */
const plain = /^[ !#-%'-;=?-~]*$/;

/** Recorded text as the content of an element: nothing in it ends the element, and every parser takes it. */
export const xmlContent = (text: string): string => (plain.test(text) ? text : safe(text).replace(/[&<>]/gu, (sign) => entities[sign] ?? sign));
/** The same between double quotes, where a parser would make blanks of line breaks. */
export const xmlAttribute = (text: string): string => (plain.test(text) ? text : safe(text).replace(/[&<>"\n\t]/gu, (sign) => entities[sign] ?? sign));

/** An element with its attributes, those that are undefined left out. Children are XML already. */
export function element(name: string, attributes: Readonly<Record<string, string | undefined>>, children: readonly string[] = []): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${xmlAttribute(value)}"`])).join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}
