import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const langfuse: Framework = {
  id: 'langfuse',
  title: 'Langfuse',
  recognise: recogniseBy({ scopes: ['langfuse'], attributes: ['langfuse.'], formats: ['langfuse'] }),
  settings: [
    { adds: ['query', 'response', 'messages', 'arguments', 'results'], set: '@observe(capture_input=True, capture_output=True)', words: 'Both are on unless switched off. A list of observations or traces from the API may leave inputs and outputs out: export the traces with their observations.' },
    { adds: ['user', 'session'], set: 'with propagate_attributes(user_id="…", session_id="…"):', words: 'From langfuse, around the run. Version 3 before it: langfuse.update_current_trace(user_id=…, session_id=…).' },
    { adds: ['feedback'], set: 'langfuse.create_score(trace_id="…", name="user_feedback", value=1)', words: '1 or 0, or a word such as accepted. Export the scores with the traces.' },
  ],
};
