import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const deepeval: Framework = {
  id: 'deepeval',
  title: 'DeepEval',
  recognise: recogniseBy({ formats: ['deepeval'] }),
  settings: [
    { adds: ['user', 'session'], set: 'update_current_trace(user_id="…", thread_id="…")', words: 'From deepeval.tracing, inside the observed function.' },
    { adds: ['tokens', 'context', 'model'], set: 'update_llm_span(model="…", input_token_count=…, output_token_count=…)', words: 'Inside a function that is observed as type="llm".' },
    { adds: ['toolsConsidered'], set: '"availableTools": ["…"]', words: 'The field of an agent span that Casebook reads, besides the tools in the request of a model call.' },
  ],
};
