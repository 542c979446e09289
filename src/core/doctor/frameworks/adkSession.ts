import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

/** A session as ADK stores it, which is not what it traces. */
export const adkSession: Framework = {
  id: 'adk-session',
  title: 'Google ADK sessions',
  recognise: recogniseBy({ formats: ['adk-session'] }),
  settings: [],
  never: [{ fields: ['times', 'tokens', 'context', 'model'], words: 'Events have the time they were written at, and usage only where the answer of the model brought it.' }, { fields: ['toolsConsidered'], words: 'A session keeps its events, not the requests to the model: the tools that were offered are not among them. ADK\'s OpenTelemetry traces have them.' }],
};
