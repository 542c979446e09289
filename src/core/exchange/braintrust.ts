import { idPattern } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import { firstMaps, listIn } from './documents.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import type { Peer } from './peer.ts';
import { printAs } from './printCases.ts';
import { rowItems } from './rowItems.ts';
import { readExpected, readInput, writeExpected, writeInput } from './rows.ts';

/** Rows of a Braintrust dataset: `{input, expected, metadata}`. */
export const braintrust: Peer = {
  id: 'braintrust',
  title: 'Braintrust dataset',
  calls: 'dataset row',
  extensions: ['.jsonl', '.json'],

  detect(document) {
    const listed = listIn(document, ['rows', 'events', 'data']);
    const fits = firstMaps(listed?.list ?? [document.root]).some((row) => Object.hasOwn(row, 'input') && Object.hasOwn(row, 'expected'));
    return fits ? 'its rows have input and expected' : undefined;
  },

  items(document) {
    const found = rowItems(document, listIn(document, ['rows', 'events', 'data']), 'row');
    return { ...found, items: found.items.map((item) => (typeof item.value['id'] === 'string' ? { ...item, name: item.value['id'] } : item)) };
  },

  read({ value: { id, input, expected, metadata } }) {
    return {
      case: { ...(typeof id === 'string' && idPattern.test(id) ? { id } : {}), ...readInput(input), ...readExpected(expected), ...readMetadata(metadata, ['title', 'source']) },
      foreign: [],
    };
  },

  write(value) {
    const { id, title, source } = value;
    const expected = writeExpected(value);
    const metadata = writeMetadata(value, 'braintrust', { ...(title === undefined ? {} : { title }), ...(isJsonMap(source) ? { source } : {}) });
    return { id: id ?? null, input: writeInput(value), ...(expected === undefined ? {} : { expected }), ...(metadata === undefined ? {} : { metadata }) };
  },

  print: (items, _suite, extension) => printAs(extension, items, items),
};
