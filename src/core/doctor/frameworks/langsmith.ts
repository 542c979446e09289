import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const langsmith: Framework = {
  id: 'langsmith',
  title: 'LangSmith',
  recognise: recogniseBy({ scopes: ['langsmith'], attributes: ['langsmith.'], formats: ['langsmith'] }),
  settings: [
    { adds: ['query', 'response', 'messages', 'arguments', 'results'], set: 'LANGSMITH_HIDE_INPUTS=false\nLANGSMITH_HIDE_OUTPUTS=false', words: 'Neither hides by default.' },
    { adds: ['toolsConsidered', 'tokens', 'context'], set: 'client.list_runs(project_name="…")', words: 'Without select: the tools offered stand in the invocation parameters of model runs (extra), tokens in columns of their own, and a selection leaves them out.' },
    { adds: ['user', 'session'], set: 'config={"metadata": {"user_id": "…", "session_id": "…"}}', words: 'In the call that starts the run; thread_id does for session_id too.' },
    { adds: ['feedback'], set: 'client.create_feedback(run_id, key="user_feedback", score=1)', words: 'On the root run; 1 is accepted, 0 rejected.' },
  ],
};
