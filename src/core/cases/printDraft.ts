import { Document, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Draft } from './draft.ts';

/** A draft as the text of a case file, its remarks as comments above the keys they concern. */
export function printDraft(draft: Draft): string {
  const document = new Document(draft.value, { version: '1.2', schema: 'core' });
  for (const [path, comment] of Object.entries(draft.comments)) {
    const keys = path.split('.');
    const parent = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1));
    if (!isMap(parent)) continue;
    const key = parent.items.find((pair) => isScalar(pair.key) && pair.key.value === keys.at(-1))?.key;
    if (isScalar(key)) key.commentBefore = comment.replace(/^/gm, ' ');
  }
  visit(document, {
    // Quoted, so that a YAML 1.1 reader does not make a date of it.
    Scalar(_, node) {
      if (typeof node.value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
    // Small leaves read better on one line: {orderId: "12345"}.
    Map(_, node) {
      if (node !== document.contents && node.items.length <= 2 && node.items.every((pair) => isScalar(pair.value) && String(pair.value.value).length <= 40)) node.flow = true;
    },
    Seq(_, node) {
      if (isSeq(node) && node.items.length <= 4 && node.items.every((item) => isScalar(item) && String(item.value).length <= 24)) node.flow = true;
    },
  });
  // A folded text has its line breaks doubled, which nobody reads as they are meant.
  return document.toString({ lineWidth: 110, blockQuote: 'literal', flowCollectionPadding: false, defaultStringType: 'PLAIN', defaultKeyType: 'PLAIN' });
}
