import { Document, isScalar, isSeq, visit } from 'yaml';
import type { Json } from '../model/json.ts';
import type { ScalarNode } from './tree.ts';

export type PrintStyle = {
  /** JSON for JSON files; `flow` inside `{}` and `[]`; `block` where a value may take lines of its own. */
  readonly form: 'json' | 'flow' | 'block';
  /** How a text is quoted where it need not be. */
  readonly quotes?: ScalarNode['style'] | undefined;
  readonly eol: string;
};

/** Longer collections get lines of their own. */
const inlineLimit = 100;

const lengthOf = (value: Json): number => JSON.stringify(value).length;

function documentOf(value: Json, style: PrintStyle): Document {
  const document = new Document(value);
  const flow = style.form === 'flow';
  const type = style.quotes === 'single' ? 'QUOTE_SINGLE' : style.quotes === 'double' ? 'QUOTE_DOUBLE' : undefined;
  visit(document, {
    Collection(_, node) {
      if (flow || (isSeq(node) && node.items.every((item) => isScalar(item) && !String(item.value).includes('\n')) && lengthOf(node.toJSON() as Json) <= inlineLimit)) node.flow = true;
    },
    Scalar(key, node, path) {
      if (typeof node.value !== 'string') return;
      if (node.value.includes('\n') && (flow || style.quotes === 'double')) node.type = 'QUOTE_DOUBLE';
      // Only the printed text itself takes over quotes, not the texts inside a collection.
      else if (type && key !== 'key' && path.length <= 3) node.type = type;
      // Other readers of YAML take these for dates.
      else if (/^\d{4}-\d\d-\d\d/.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document;
}

// A text with line breaks in flow style keeps to one line: what follows it may stand on that line too.
const options = { lineWidth: 0, flowCollectionPadding: false, indent: 2, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER } as const;

/** The value on one line, as it may stand inside `[]`. */
function flowText(value: Json, style: PrintStyle): string {
  const text = documentOf([value], { ...style, form: 'flow' }).toString(options).trimEnd();
  return text.slice(1, -1);
}

const isCollectionValue = (value: Json): value is readonly Json[] | { readonly [key: string]: Json } => typeof value === 'object' && value !== null;

/** The value as it stands after `key:` in a map whose keys are indented by `indent`, with the space or line break before it. */
export function afterKey(value: Json, indent: string, style: PrintStyle): string {
  if (style.form === 'json') return ` ${jsonText(value, indent, style)}`;
  if (style.form === 'flow') return ` ${flowText(value, style)}`;
  if (isCollectionValue(value)) {
    const inline = flowText(value, style);
    return inline.length <= inlineLimit ? ` ${inline}` : `${style.eol}${indent}  ${block(value, `${indent}  `, style)}`;
  }
  const lines = documentOf({ k: value }, style).toString(options).trimEnd().slice('k:'.length);
  return indented(lines, indent, style.eol);
}

/** The value as it stands after `- `, or in place of another value at column `indent`. */
export function inPlace(value: Json, indent: string, style: PrintStyle): string {
  if (style.form === 'json') return jsonText(value, indent, style);
  if (style.form === 'flow') return flowText(value, style);
  return isCollectionValue(value) ? block(value, indent, style) : afterKey(value, indent.slice(2), style).slice(1);
}

function block(value: Json, indent: string, style: PrintStyle): string {
  return indented(documentOf(value, { form: 'block', eol: style.eol }).toString(options).trimEnd(), indent, style.eol);
}

/** Every line but the first moved to the right. */
function indented(text: string, indent: string, eol: string): string {
  return text.split('\n').map((line, index) => (index === 0 || line === '' ? line : indent + line)).join(eol);
}

function jsonText(value: Json, indent: string, style: PrintStyle): string {
  const inline = JSON.stringify(value);
  if (!isCollectionValue(value) || inline.length <= inlineLimit) return inline;
  return indented(JSON.stringify(value, null, 2), indent, style.eol);
}

export function keyText(key: string, style: PrintStyle): string {
  if (style.form === 'json') return JSON.stringify(key);
  const text = documentOf({ [key]: null }, { form: style.form, eol: style.eol }).toString({ ...options, nullStr: '' }).trimEnd();
  return style.form === 'flow' ? text.slice(1, -1).replace(/:\s*$/, '') : text.replace(/:\s*$/, '');
}
