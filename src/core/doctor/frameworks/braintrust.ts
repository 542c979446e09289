import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const braintrust: Framework = {
  id: 'braintrust',
  title: 'Braintrust',
  recognise: recogniseBy({ scopes: ['braintrust'], attributes: ['braintrust.'], formats: ['braintrust'] }),
  settings: [
    { adds: ['user', 'session'], set: 'span.log(metadata={"user_id": "…", "session_id": "…"})', words: 'On the root span.' },
    { adds: ['feedback'], set: 'logger.log_feedback(id=span_id, scores={"user_feedback": 1})', words: 'With the id of the root span; 1 is accepted, 0 rejected.' },
    { adds: ['toolsConsidered'], set: 'span.log(metadata={"tools": tools})', words: 'On each span of a model call, where no wrapper of Braintrust\'s does it.' },
  ],
};
