import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const mlflow: Framework = {
  id: 'mlflow',
  title: 'MLflow',
  recognise: recogniseBy({ scopes: ['mlflow'], attributes: ['mlflow.'], formats: ['mlflow'] }),
  settings: [
    { adds: ['user', 'session'], set: 'mlflow.update_current_trace(metadata={"mlflow.trace.user": "…", "mlflow.trace.session": "…"})', words: 'Inside the traced function.' },
    { adds: ['feedback'], set: 'mlflow.log_feedback(trace_id="…", name="user_feedback", value=True, source=AssessmentSource(source_type="HUMAN"))', words: 'When the user has answered. Export the traces after that.' },
  ],
};
