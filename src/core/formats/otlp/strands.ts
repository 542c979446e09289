import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { unwrapJson } from '../jsonText.ts';
import type { AttributeReaders } from './attributeReaders.ts';
import { readEach } from './attributeReaders.ts';
import type { Dialect } from './draft.ts';
import { fillFrom } from './secondReading.ts';

const readers: AttributeReaders = {
  // An agent lists the names of its tools alone.
  'gen_ai.agent.tools': (value, draft) => { draft.toolDefinitions ??= readToolDefinitions(unwrapJson(value)); },
  'gen_ai.tool.status': (value, draft, _context, key) => { if (value === 'error') draft.failed = true; else draft.attributes[key] = value; },
  'tool.status': (value, draft, _context, key) => { if (value === 'error') draft.failed = true; else draft.attributes[key] = value; },
};

/** Strands Agents: the GenAI attributes; content comes with events in Bedrock's shape. Usage on the agent's span is a sum. */
export const strands: Dialect = {
  id: 'strands',
  read(attributes, draft, context) {
    const rest = readEach(attributes, draft, context, readers);
    fillFrom(rest, draft, context);
    // It names itself where the provider is due.
    if (draft.provider === 'strands-agents') draft.provider = null;
    if (draft.spanName === 'execute_event_loop_cycle') draft.kind = 'other';
  },
};
