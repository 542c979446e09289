import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { SpanKind } from '../../model/span.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { lookUp, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { textsIn } from '../values/fields.ts';
import { readUsage } from '../values/tokenUsage.ts';
import type { AttributeReader, AttributeReaders } from './attributeReaders.ts';
import { readEach } from './attributeReaders.ts';
import type { Dialect } from './draft.ts';
import { setUsage } from './draft.ts';
import { readInputOutput } from './inputOutput.ts';
import { fillFrom } from './secondReading.ts';

const kinds: Readonly<Record<string, SpanKind>> = { llm: 'llm', tool: 'tool', task: 'other', function: 'other', eval: 'other', score: 'other', automation: 'other', facet: 'other', preprocessor: 'other' };

const unwrapped: AttributeReader = (value, draft, _context, key) => { setKey(draft.attributes, key, unwrapJson(value)); };

const readers: AttributeReaders = {
  'braintrust.span_attributes': (value, draft, _context, key) => {
    const own = unwrapJson(value);
    const type = isJsonMap(own) ? wordOf(own['type']) : '';
    draft.kind = lookUp(kinds, type) ?? draft.kind;
    if (isJsonMap(own) && (draft.kind === null || draft.kind === 'other' || Object.keys(own).some((each) => each !== 'type' && each !== 'name'))) draft.attributes[key] = own;
  },
  'braintrust.metrics': (value, draft, _context, key) => {
    const metrics = unwrapJson(value);
    if (isJsonMap(metrics)) setUsage(draft, readUsage(metrics));
    draft.attributes[key] = metrics;
  },
  'braintrust.metadata': (value, draft, _context, key) => {
    const metadata = unwrapJson(value);
    if (isJsonMap(metadata)) {
      draft.model ??= textOf(metadata['model']);
      draft.provider ??= textOf(metadata['provider']);
      draft.sessionId ??= textOf(metadata['session_id']) ?? textOf(metadata['thread_id']);
      draft.userId ??= textOf(metadata['user_id']);
      if (Array.isArray(metadata['tools'])) draft.toolDefinitions = readToolDefinitions(metadata['tools'] as Json);
      if (draft.isRoot) for (const [name, each] of Object.entries(metadata)) setKey(draft.metadata, name, each);
    }
    if (!draft.isRoot || !isJsonMap(metadata)) draft.attributes[key] = metadata;
  },
  'braintrust.scores': (value, draft, _context, key) => {
    const scores = unwrapJson(value);
    if (!isJsonMap(scores)) {
      draft.attributes[key] = value;
      return;
    }
    draft.scores = Object.entries(scores).flatMap(([name, score]) => (typeof score === 'number' || typeof score === 'boolean' ? [{ name, value: score, source: 'unknown' as const, comment: null }] : []));
  },
  'braintrust.tags': (value, draft) => {
    const tags = unwrapJson(value);
    draft.tags = textsIn(tags);
  },
  'braintrust.expected_json': unwrapped, 'braintrust.expected': unwrapped,
};

const keys = { input: 'braintrust.input_json', output: 'braintrust.output_json' } as const;
const inputs = new Set(['braintrust.input_json', 'braintrust.input']);
const outputs = new Set(['braintrust.output_json', 'braintrust.output']);

/** The attributes of Braintrust's SDKs: one JSON text for each field of its rows. */
export const braintrust: Dialect = {
  id: 'braintrust',
  read(attributes, draft, context) {
    const io: { input?: Json; output?: Json } = {};
    const rest = readEach(attributes, draft, context, readers, (key, value) => {
      if (inputs.has(key)) io.input = value;
      else if (outputs.has(key)) io.output = value;
      else return false;
      return true;
    });
    if (rest.size > 0) fillFrom(rest, draft, context);
    readInputOutput(io, draft, keys);
  },
};
