import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

/** Requests and answers of a model, logged by a program of one's own. */
export const modelLogs: Framework = {
  id: 'model-logs',
  title: 'Logged messages, requests and answers',
  recognise: recogniseBy({ formats: ['chat', 'openai-responses'] }),
  settings: [
    { adds: ['toolsConsidered', 'model', 'tokens', 'context'], set: '{"messages": […], "tools": […], "model": "…", "usage": {…}}', words: 'Log the whole request and the usage of the answer beside the messages, one line a run.' },
    { adds: ['user', 'session'], set: '{"user_id": "…", "session_id": "…", …}', words: 'In the same line.' },
    { adds: ['why'], set: 'reasoning={"summary": "auto"}', words: 'In requests to the Responses API with a reasoning model: the summary is what the model says of its reasons.' },
    { adds: ['times'], set: '{"timestamp": "2026-01-31T09:00:00Z", …}', words: 'A list of messages has an order and no clock. An instrumentation would give one to every step.' },
  ],
};
