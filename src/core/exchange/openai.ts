import { EvalCase, idPattern } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { firstMaps, listIn } from './documents.ts';
import type { ExchangeDocument } from './documents.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import { readPart } from './parts.ts';
import type { Peer } from './peer.ts';
import { printAs } from './printCases.ts';
import { rowItems } from './rowItems.ts';
import { questionIn, readMessages, withoutKeys } from './rows.ts';

/** Names under which the right answer stands in the items of others. */
const answerKeys = ['ideal', 'expected', 'expected_output', 'expected_answer', 'ground_truth', 'groundTruth', 'reference', 'reference_answer', 'correct_label', 'label', 'answer', 'target', 'output'] as const;
const fields: ReadonlySet<string> = new Set(Object.keys(EvalCase.shape));

/** JSON lines of OpenAI's evals: `{"item": {…}}`, or `{"input": [messages], "ideal": …}` of its first kind. Our item is the case itself. */
export const openai: Peer = {
  id: 'openai',
  title: 'OpenAI evals',
  calls: 'item',
  extensions: ['.jsonl', '.json'],

  detect(document) {
    const rows = firstMaps(listOf(document)?.list ?? [document.root]);
    if (rows.some((row) => isJsonMap(row['item']))) return 'its lines have item';
    return rows.some((row) => Array.isArray(row['input']) && Object.hasOwn(row, 'ideal')) ? 'its lines have input and ideal' : undefined;
  },

  items(document) {
    const found = rowItems(document, listOf(document), 'item');
    return {
      ...found,
      items: found.items.map((row) => {
        // What stands beside the item is kept with it; what an export of ours put beside the case stands in its metadata.
        const { item } = row.value;
        const value = isJsonMap(item) ? { ...row.value, ...(isJsonMap(item['metadata']) ? { metadata: item['metadata'] } : {}), item: withoutKeys(item, ['metadata']) } : row.value;
        const id = isJsonMap(item) ? item['id'] : row.value['id'];
        return { ...row, value, ...(typeof id === 'string' || typeof id === 'number' ? { name: String(id) } : {}) };
      }),
    };
  },

  read({ value }) {
    const { item, metadata, input, ideal } = value;
    if (!isJsonMap(item)) return { case: readOld(input, ideal), foreign: [] };
    const own: Record<string, Json> = {};
    for (const [key, each] of Object.entries(item)) if (fields.has(key) && isCaseField(key, each)) own[key] = each;
    const messages = own['messages'] === undefined && own['query'] === undefined ? readMessages(item['messages'] ?? item['input']) : undefined;
    const question = own['query'] === undefined && own['messages'] === undefined && !messages ? questionIn(withoutKeys(item, [...answerKeys, 'id'])) : undefined;
    const answer = own['groundTruth'] === undefined && own['answer'] === undefined ? answerKeys.find((key) => item[key] !== undefined && item[key] !== null) : undefined;
    return {
      case: {
        ...own, ...(messages ? { messages } : {}), ...(question ? { query: question.query } : {}),
        ...(answer === undefined ? {} : { groundTruth: item[answer] ?? null }), ...readMetadata(metadata),
      },
      foreign: [],
    };
  },

  write(value) {
    const metadata = writeMetadata(value, 'openai');
    const { metadata: _metadata, variants: _variants, ...item } = value;
    return { item, ...(metadata === undefined ? {} : { metadata }) };
  },

  print(items, _suite, extension) {
    // The schema of an eval describes the item, so that everything of ours stands in it.
    const rows = items.map(({ metadata, ...rest }): JsonMap => {
      const beside: JsonMap = metadata === undefined ? {} : { metadata };
      return isJsonMap(rest['item']) ? { ...rest, item: { ...rest['item'], ...beside } } : { ...rest, ...beside };
    });
    return printAs(extension, rows, rows);
  },
};

const listOf = (document: ExchangeDocument) => listIn(document, ['content', 'items', 'data']);

const isCaseField = (key: string, value: Json): boolean => (key === 'id' ? typeof value === 'string' && idPattern.test(value) : key !== 'answer' || isJsonMap(value) ? isReadable(key, value) : false);

/** A map of the schema is taken when any part of it can be. */
function isReadable(key: string, value: Json): boolean {
  return readPart(key, value) !== undefined || (isJsonMap(value) && Object.entries(value).some(([inner, part]) => readPart(`${key}.${inner}`, part) !== undefined));
}

function readOld(input: Json | undefined, ideal: Json | undefined): JsonMap {
  const messages = readMessages(input);
  const answers = Array.isArray(ideal) ? (ideal as readonly Json[]) : ideal === undefined ? [] : [ideal];
  const [first, ...others] = answers;
  return {
    ...(messages ? { messages } : typeof input === 'string' && input !== '' ? { query: input } : {}),
    ...(first === undefined ? {} : { groundTruth: first }), ...(others.length === 0 ? {} : { answer: { accept: others } }),
  };
}
