import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const pydanticAi: Framework = {
  id: 'pydantic-ai',
  title: 'Pydantic AI and Logfire',
  recognise: recogniseBy({ scopes: ['pydantic-ai', 'logfire'], attributes: ['pydantic_ai.', 'logfire.'] }),
  settings: [
    {
      adds: ['query', 'response', 'messages', 'toolsConsidered', 'arguments', 'results'],
      set: 'Agent.instrument_all(InstrumentationSettings(include_content=True))',
      words: 'Content is included by default; look for include_content=False on an agent, or in logfire.instrument_pydantic_ai.',
    },
    { adds: ['user', 'session'], set: 'with logfire.set_baggage(**{"user.id": "…", "session.id": "…"}):', words: 'Around the run. Baggage becomes an attribute of every span inside.' },
  ],
};
