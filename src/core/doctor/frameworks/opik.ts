import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const opik: Framework = {
  id: 'opik',
  title: 'Opik',
  recognise: recogniseBy({ formats: ['opik'] }),
  settings: [
    { adds: ['toolsConsidered'], set: '@opik.track(type="llm")\ndef call_model(messages, tools): …', words: 'The function that calls the model takes the tools as an argument, so that they stand in the input of its span.' },
    { adds: ['user', 'session'], set: 'opik_context.update_current_trace(thread_id="…", metadata={"userId": "…"})', words: 'Inside the tracked function.' },
    { adds: ['feedback'], set: 'opik_context.update_current_trace(feedback_scores=[{"name": "user_feedback", "value": 1.0}])', words: '1 is accepted, 0 rejected.' },
  ],
};
