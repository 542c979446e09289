import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { SpanKind } from '../../model/span.ts';
import type { Usage } from '../../model/usage.ts';
import { lookUp, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { readUsageDetails } from '../langfuse/usage.ts';
import { totalCost } from '../values/reportedCost.ts';
import { readUsage } from '../values/tokenUsage.ts';
import type { AttributeReaders } from './attributeReaders.ts';
import { keepText, readEach } from './attributeReaders.ts';
import type { Dialect } from './draft.ts';
import { setUsage } from './draft.ts';
import { readInputOutput } from './inputOutput.ts';
import { fillFrom } from './secondReading.ts';

const kinds: Readonly<Record<string, SpanKind>> = {
  generation: 'llm', agent: 'agent', tool: 'tool', retriever: 'retrieval', guardrail: 'guardrail',
  span: 'other', event: 'other', chain: 'other', evaluator: 'other', embedding: 'other',
};

const readers: AttributeReaders = {
  'langfuse.observation.type': (value, draft, _context, key) => {
    draft.kind = lookUp(kinds, wordOf(value).toLowerCase()) ?? 'other';
    if (draft.kind === 'other') draft.attributes[key] = value;
  },
  'langfuse.observation.level': (value, draft, _context, key) => {
    if (value === 'ERROR') draft.failed = true;
    else if (value !== 'DEFAULT') draft.attributes[key] = value;
  },
  'langfuse.observation.status_message': keepText((draft, text) => { draft.statusMessage = text; }),
  'langfuse.observation.model.name': keepText((draft, model) => { draft.model = model; }),
  'langfuse.observation.usage_details': (value, draft, _context, key) => {
    const usage = unwrapJson(value);
    const read = isJsonMap(usage) ? usageIn(usage) : null;
    if (read === null) setKey(draft.attributes, key, value);
    else setUsage(draft, read);
  },
  'langfuse.observation.cost_details': (value, draft, _context, key) => {
    const details = unwrapJson(value);
    draft.costUsd = totalCost(details);
    if (draft.costUsd === null || (isJsonMap(details) && Object.keys(details).length > 1)) draft.attributes[key] = details;
  },
  'langfuse.observation.completion_start_time': (value, draft, _context, key) => { draft.attributes[key] = unwrapJson(value); },
  'langfuse.observation.model.parameters': (value, draft, _context, key) => { draft.attributes[key] = unwrapJson(value); },
  'langfuse.observation.model_parameters': (value, draft, _context, key) => { draft.attributes[key] = unwrapJson(value); },
};

const keys = { input: 'langfuse.observation.input', output: 'langfuse.observation.output' } as const;
const metadata = 'langfuse.observation.metadata.';

/** Counts by Langfuse's open names, or a provider's own map, which follows its own rule. */
function usageIn(details: JsonMap): Usage | null {
  return 'input' in details || 'output' in details ? readUsageDetails(details) : readUsage(details);
}

/** The attributes of Langfuse's own SDKs. What they say of the trace, and others write too, is read for every span (`common.ts`). */
export const langfuseSdk: Dialect = {
  id: 'langfuse',
  read(attributes, draft, context) {
    const io: { input?: Json; output?: Json } = {};
    const rest = readEach(attributes, draft, context, readers, (key, value) => {
      if (key === keys.input) io.input = value;
      else if (key === keys.output) io.output = value;
      else if (key.startsWith(metadata)) setKey(draft.attributes, key, unwrapJson(value));
      else return false;
      return true;
    });
    if (rest.size > 0) fillFrom(rest, draft, context);
    if (draft.kind === 'tool') draft.tool.name ??= textOf(draft.spanName);
    readInputOutput(io, draft, keys);
  },
};
