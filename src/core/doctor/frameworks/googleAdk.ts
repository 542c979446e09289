import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const googleAdk: Framework = {
  id: 'google-adk',
  title: 'Google ADK',
  recognise: recogniseBy({ scopes: ['gcp.vertex.agent'], attributes: ['gcp.vertex.agent.'] }),
  settings: [
    {
      adds: ['query', 'response', 'messages', 'toolsConsidered', 'arguments', 'results'],
      set: 'ADK_CAPTURE_MESSAGE_CONTENT_IN_SPANS=true\nOTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_AND_EVENT',
      words: 'The first is for requests and answers in the spans\' own attributes, the second for the gen_ai attributes that newer versions write beside them.',
    },
  ],
};
