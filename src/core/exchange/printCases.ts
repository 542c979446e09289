import { Document, isScalar, visit } from 'yaml';
import type { Json, JsonMap } from '../model/json.ts';
import type { SuiteInfo } from './peer.ts';

const shortLeaf = 40;

/** Texts that other readers of YAML take for something else, or that only escapes can hold. */
// eslint-disable-next-line no-control-regex
const needsQuotes = /^\d{4}-\d\d-\d\d|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|^\s|[ \t]\n|\s$/;

/** Values as YAML, small ones on one line. */
export function printYaml(value: Json): string {
  const document = new Document(value, { version: '1.2', schema: 'core', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && needsQuotes.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
    Map(_, node) {
      if (node !== document.contents && node.items.length <= 2 && node.items.every((pair) => isScalar(pair.value) && String(pair.value.value).length <= shortLeaf && isScalar(pair.key) && String(pair.key.value).length <= shortLeaf)) node.flow = true;
    },
    Seq(_, node) {
      if (node.items.length <= 4 && node.items.every((item) => isScalar(item) && String(item.value).length <= 24)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
}

/** A case file of one suite. */
export function printSuite({ name, description }: SuiteInfo, cases: readonly JsonMap[]): string {
  return printYaml({
    casebook: 1,
    ...(name === null ? {} : { suite: name }),
    ...(description === null ? {} : { description }),
    cases,
  });
}

/** JSON as people read it, one value a line, or YAML. */
export function printAs(extension: string, whole: Json, lines: readonly JsonMap[]): string {
  if (extension === '.jsonl') return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return extension === '.json' ? `${JSON.stringify(whole, null, 2)}\n` : printYaml(whole);
}
