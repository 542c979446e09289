import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const flatRecords: Framework = {
  id: 'flat',
  title: 'Flat run records',
  recognise: recogniseBy({ formats: ['flat'] }),
  settings: [
    { adds: ['query'], set: '"query": "…"', words: 'The column with the user\'s words.' },
    { adds: ['toolsConsidered'], set: '"toolsConsidered": ["…"]', words: 'The names of all tools the model was offered; an empty list says that there were none.' },
    { adds: ['toolPicked'], set: '"toolSelected": "…"', words: 'The tool that was called; null says that none was.' },
    { adds: ['response'], set: '"response": "…"', words: 'The column with the answer.' },
    { adds: ['feedback'], set: '"userFeedback": "accepted"', words: 'accepted, edited or rejected; null until the user has answered.' },
    { adds: ['user'], set: '"userId": "…"', words: 'The column with the user.' },
  ],
  never: [{ fields: ['why', 'arguments', 'results', 'times', 'context', 'session'], words: 'One record a run has no place for steps: why a tool was called, with what and when, what came back, and what the model was given. A trace of an instrumentation has.' }],
};
