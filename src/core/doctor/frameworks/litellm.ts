import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const litellm: Framework = {
  id: 'litellm',
  title: 'LiteLLM',
  recognise: recogniseBy({ scopes: ['litellm'], attributes: ['litellm.', 'metadata.user_api_key', 'metadata.requester_metadata'] }),
  settings: [
    { adds: ['query', 'response', 'messages', 'toolsConsidered', 'arguments', 'results'], set: 'litellm_settings:\n  turn_off_message_logging: false', words: 'At true, in the proxy\'s configuration or as litellm.turn_off_message_logging, messages and answers are left out.' },
    { adds: ['user'], set: 'litellm.completion(…, user="…")', words: 'The user field of the request becomes the end user of the trace.' },
    { adds: ['session'], set: 'litellm.completion(…, metadata={"session_id": "…"})', words: 'In the metadata of each request of the conversation.' },
  ],
};
