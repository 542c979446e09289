import type { AttributeReaders } from './attributeReaders.ts';
import { cost, keepText, readEach } from './attributeReaders.ts';
import type { Dialect } from './draft.ts';
import { fillFrom } from './secondReading.ts';

const readers: AttributeReaders = {
  'gen_ai.cost.total_cost': cost,
  'litellm.response_cost': cost,
  'llm.user': keepText((draft, id) => { draft.userId ??= id; }),
  'metadata.user_api_key_end_user_id': keepText((draft, id) => { draft.userId = id; }),
  'metadata.user_api_key_user_id': keepText((draft, id) => { draft.userId ??= id; }),
  'metadata.requester_metadata.session_id': keepText((draft, id) => { draft.sessionId ??= id; }),
  'metadata.session_id': keepText((draft, id) => { draft.sessionId ??= id; }),
};

/** LiteLLM: a `litellm_request` with all that is known, and below it the raw request of the provider, which repeats it. */
export const litellm: Dialect = {
  id: 'litellm',
  read(attributes, draft, context) {
    let guardrail = false;
    const rest = readEach(attributes, draft, context, readers, (key) => {
      guardrail ||= key === 'guardrail_name';
      return false;
    });
    if (rest.size > 0) fillFrom(rest, draft, context);
    if (draft.spanName === 'raw_gen_ai_request' && draft.input.length === 0 && draft.output.length === 0) draft.kind = 'other';
    if (draft.spanName === 'litellm_request') draft.kind ??= 'llm';
    if (guardrail) draft.kind = 'guardrail';
  },
};
