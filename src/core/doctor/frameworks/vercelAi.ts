import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const vercelAi: Framework = {
  id: 'vercel-ai',
  title: 'Vercel AI SDK',
  recognise(seen) {
    // The scope is "ai" and nothing more: others begin so too.
    return seen.scopes.has('ai') ? 'scope ai' : recogniseBy({ attributes: ['ai.operationId', 'ai.telemetry.', 'ai.model.', 'ai.settings.', 'ai.response.'], formats: ['vercel-spans'] })(seen);
  },
  settings: [
    {
      adds: ['query', 'response', 'messages', 'toolsConsidered', 'arguments', 'results'],
      set: 'experimental_telemetry: { isEnabled: true, recordInputs: true, recordOutputs: true }',
      words: 'In each call of generateText, streamText and their siblings. Both record options are on unless one was set to false.',
    },
    { adds: ['user', 'session'], set: 'experimental_telemetry: { isEnabled: true, metadata: { userId: \'…\', sessionId: \'…\' } }', words: 'Under these very names; Casebook reads ai.telemetry.metadata.userId and .sessionId.' },
  ],
};
