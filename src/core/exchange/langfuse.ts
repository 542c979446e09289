import { idPattern } from '../model/evalCase.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { firstMaps, listIn } from './documents.ts';
import type { ExchangeDocument } from './documents.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import { rowItems } from './rowItems.ts';
import { printAs } from './printCases.ts';
import type { Peer } from './peer.ts';
import { readExpected, readInput, writeExpected, writeInput } from './rows.ts';

const marks = ['expectedOutput', 'sourceTraceId', 'sourceObservationId', 'datasetId', 'datasetName', 'expected_output', 'source_trace_id', 'dataset_name'] as const;

/** The SDK for Python names the same fields in snake case. */
const camel: Readonly<Record<string, string>> = {
  expected_output: 'expectedOutput', source_trace_id: 'sourceTraceId', source_observation_id: 'sourceObservationId', dataset_id: 'datasetId', dataset_name: 'datasetName', created_at: 'createdAt', updated_at: 'updatedAt',
};

/** Langfuse dataset items: as its API and its exports have them, and as its SDKs create them. */
export const langfuse: Peer = {
  id: 'langfuse',
  title: 'Langfuse dataset',
  calls: 'dataset item',
  extensions: ['.json', '.jsonl'],

  detect(document) {
    const listed = itemsIn(document);
    const key = marks.find((each) => firstMaps(listed?.list ?? [document.root]).some((item) => Object.hasOwn(item, each) && (Object.hasOwn(item, 'input') || Object.hasOwn(item, 'id'))));
    return key === undefined ? undefined : `its items have ${key}`;
  },

  items(document) {
    const found = rowItems(document, itemsIn(document), 'item', isJsonMap(document.root) ? ['meta'] : []);
    return {
      ...found,
      items: found.items.map((item) => {
        const value = inCamelCase(item.value);
        return { ...item, value, ...(typeof value['datasetName'] === 'string' ? { suite: value['datasetName'] } : {}), ...(typeof value['id'] === 'string' ? { name: value['id'] } : {}) };
      }),
    };
  },

  read({ value: { id, input, expectedOutput, metadata, sourceTraceId, sourceObservationId, status } }, ours) {
    const source = { ...(typeof sourceTraceId === 'string' ? { runId: sourceTraceId } : {}), ...(typeof sourceObservationId === 'string' ? { spanId: sourceObservationId } : {}) };
    const { title, source: kept, ...others } = readMetadata(metadata, ours ? ['title', 'source', 'status'] : ['title', 'source']);
    return {
      case: {
        ...idOf(id, ours), ...readInput(input), ...readExpected(expectedOutput), ...(title === undefined ? {} : { title }),
        ...(isJsonMap(kept) || Object.keys(source).length > 0 ? { source: { ...(isJsonMap(kept) ? kept : {}), ...source } } : {}),
        ...(status === 'ARCHIVED' ? { status: 'archived' } : {}), ...others,
      },
      foreign: [],
    };
  },

  write(value, { suite }) {
    const { title, status, source } = value;
    const { runId, traceId, spanId } = isJsonMap(source) ? source : {};
    const from = runId ?? traceId;
    const expected = writeExpected(value);
    const inMetadata: JsonMap = status === 'draft' || status === 'quarantined' ? { status } : {};
    const metadata = writeMetadata(value, 'langfuse', { ...(title === undefined ? {} : { title }), ...inMetadata });
    return {
      ...(suite === null ? {} : { datasetName: suite }),
      // An id must be the only one of its project.
      id: suite === null ? (value['id'] ?? null) : `${suite}/${String(value['id'])}`,
      input: writeInput(value),
      ...(expected === undefined ? {} : { expectedOutput: expected }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(typeof from === 'string' ? { sourceTraceId: from } : {}),
      ...(typeof spanId === 'string' ? { sourceObservationId: spanId } : {}),
      status: status === 'archived' ? 'ARCHIVED' : 'ACTIVE',
    };
  },

  print: (items, _suite, extension) => printAs(extension, items, items),
};

function itemsIn(document: ExchangeDocument) {
  return listIn(document, ['data', 'items']);
}

function inCamelCase(item: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(item).map(([key, value]) => {
    const name = Object.hasOwn(camel, key) ? camel[key] : undefined;
    return [name === undefined || Object.hasOwn(item, name) ? key : name, value];
  }));
}

/** Of our own, the part behind the suite. */
function idOf(id: Json | undefined, ours: boolean): JsonMap {
  if (typeof id !== 'string') return {};
  const own = ours ? id.slice(id.lastIndexOf('/') + 1) : id;
  return idPattern.test(own) ? { id: own } : {};
}
