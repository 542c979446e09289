import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const benchmarks: Framework = {
  id: 'benchmarks',
  title: 'Eval and benchmark logs (Inspect AI, tau-bench, ATIF)',
  recognise: recogniseBy({ formats: ['inspect', 'tau', 'tau2', 'atif'] }),
  settings: [],
  never: [
    { fields: ['feedback', 'user', 'session'], words: 'No user took part: a sample has scores, of which none is a person\'s acceptance. To judge what people did with the answers, trace the agent where it is used.' },
    { fields: ['times', 'tokens', 'context', 'model', 'arguments', 'results', 'response'], words: 'Results are kept to be scored: times, tokens and the model are there where the harness kept the vendor\'s answers, and a run that was cut off has no end.' },
    { fields: ['toolsConsidered'], words: 'Some of these logs leave out the tools of the environment; a log with its model events, or a trajectory with tool_definitions, has them.' },
  ],
};
