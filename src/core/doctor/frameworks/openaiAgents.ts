import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const openaiAgents: Framework = {
  id: 'openai-agents',
  title: 'OpenAI Agents SDK',
  recognise: recogniseBy({ formats: ['openai-agents', 'openai-runstate'] }),
  settings: [
    { adds: ['query', 'response', 'messages', 'arguments', 'results'], set: 'RunConfig(trace_include_sensitive_data=True)', words: 'The default, unless OPENAI_AGENTS_TRACE_INCLUDE_SENSITIVE_DATA is 0. A response span of the Responses API holds only the id of the response: write its request and answer too, with a trace processor of your own.' },
    { adds: ['session', 'user'], set: 'RunConfig(group_id="…", trace_metadata={"userId": "…"})', words: 'The group is the conversation.' },
  ],
  never: [{ fields: ['times', 'tokens', 'context', 'model'], words: 'A run state has no clock, and says what model answered with how many tokens only where the provider\'s answer did.' }, { fields: ['toolsConsidered'], words: 'A run state names only the tools of its last response. The agent spans of a trace list all that the agent has.' }],
};
