import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const openInference: Framework = {
  id: 'openinference',
  title: 'OpenInference',
  recognise: recogniseBy({ scopes: ['openinference', '@arizeai/openinference'], attributes: ['openinference.'] }),
  settings: [
    {
      adds: ['query', 'response', 'messages', 'arguments', 'results'],
      set: 'OPENINFERENCE_HIDE_INPUTS=false\nOPENINFERENCE_HIDE_OUTPUTS=false\nOPENINFERENCE_HIDE_INPUT_MESSAGES=false\nOPENINFERENCE_HIDE_OUTPUT_MESSAGES=false',
      words: 'Nothing is hidden by default; look for one of these variables, or a TraceConfig in code, that hides content.',
    },
    { adds: ['toolsConsidered'], set: 'llm.tools.0.tool.json_schema', words: 'An attribute of the span of a model call, one a tool offered. Instrumentors of model clients write it where the request has tools; those of some frameworks do not: set it yourself there.' },
    { adds: ['user', 'session'], set: 'with using_attributes(user_id="…", session_id="…"):', words: 'From openinference.instrumentation, around the run. In TypeScript: setUser and setSession of @arizeai/openinference-core.' },
  ],
};
