import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { readStepInput } from '../content/modelInput.ts';
import { readStepOutput } from '../content/modelOutput.ts';
import { readResult } from '../content/readPart.ts';
import { readArguments, textOf, unwrapJson } from '../jsonText.ts';
import { mapOf } from '../values/fields.ts';
import { readUsage } from '../values/tokenUsage.ts';
import type { AttributeReaders } from './attributeReaders.ts';
import { keepText, readEach } from './attributeReaders.ts';
import type { Dialect, Draft } from './draft.ts';
import { setUsage } from './draft.ts';
import { fillFrom } from './secondReading.ts';

const readers: AttributeReaders = {
  'gcp.vertex.agent.llm_request': (value, draft) => {
    const request = unwrapJson(value);
    if (!isJsonMap(request) || Object.keys(request).length === 0) return;
    const { system_instruction: instruction = null, tools: offered = null, ...config } = mapOf(request['config']);
    const { messages, tools, rest } = readStepInput({ system_instruction: instruction, tools: offered, ...request, config }, false);
    draft.input = messages;
    draft.toolDefinitions = tools;
    draft.model ??= textOf(request['model']);
    if (rest !== undefined) draft.attributes['gcp.vertex.agent.llm_request'] = rest;
  },
  'gcp.vertex.agent.llm_response': (value, draft) => {
    const response = unwrapJson(value);
    if (!isJsonMap(response) || Object.keys(response).length === 0) return;
    const { content = null, usage_metadata: usage, finish_reason: reason = null, ...more } = response;
    const { messages, finishReason, rest } = readStepOutput({ ...more, candidates: [{ content, finish_reason: reason }] }, false);
    draft.output = messages;
    draft.finishReason = finishReason;
    if (isJsonMap(usage)) setUsage(draft, readUsage(usage));
    if (rest !== undefined) draft.attributes['gcp.vertex.agent.llm_response'] = rest;
  },
  'gcp.vertex.agent.tool_call_args': (value, draft) => { Object.assign(draft.tool, readArguments(value)); },
  'gcp.vertex.agent.tool_response': (value, draft) => {
    draft.tool.result = readResult(value);
    if (wasRejected(draft.tool.result)) draft.tool.status = 'blocked';
  },
  'gcp.vertex.agent.session_id': keepText((draft, id) => { draft.sessionId = id; }),
};

/** Google's Agent Development Kit: `invocation` > `invoke_agent` > `call_llm` > `generate_content`; tools empty requests beside their arguments. */
export const googleAdk: Dialect = {
  id: 'google-adk',
  read(attributes, draft, context) {
    const rest = readEach(attributes, draft, context, readers);
    const name = kindByName(draft);
    if (rest.size > 0) fillFrom(rest, draft, context);
    draft.kind = name ?? draft.kind;
    // The kit names itself where the provider is due.
    if (draft.provider === 'gcp.vertex.agent') draft.provider = null;
  },
};

function kindByName(draft: Draft): Draft['kind'] {
  const { spanName } = draft;
  if (spanName === 'call_llm') return 'llm';
  const agent = /^(?:agent_run|invoke_agent) \[?(.+?)\]?$/.exec(spanName)?.[1];
  if (agent !== undefined) {
    draft.agent ??= agent;
    return 'agent';
  }
  // Calls that ran together have a span each, and one more with all their responses.
  return spanName.startsWith('execute_tool (merged') ? 'other' : null;
}

/** A tool that asks a person first answers the model in these words when the person refuses. */
function wasRejected(response: Json): boolean {
  return isJsonMap(response) && typeof response['error'] === 'string' && /^this tool call is rejected/i.test(response['error']);
}
