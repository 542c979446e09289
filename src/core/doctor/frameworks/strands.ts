import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const strands: Framework = {
  id: 'strands',
  title: 'Strands Agents',
  recognise: recogniseBy({ scopes: ['strands'] }),
  settings: [
    { adds: ['toolsConsidered', 'messages'], set: 'OTEL_SEMCONV_STABILITY_OPT_IN=gen_ai_latest_experimental,gen_ai_tool_definitions', words: 'Adds the definitions of the tools offered, and messages in today\'s encoding.' },
    { adds: ['user', 'session'], set: 'Agent(…, trace_attributes={"user.id": "…", "session.id": "…"})', words: 'Where the agent is made: one agent a user and session.' },
  ],
};
