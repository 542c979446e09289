import type { Framework } from '../framework.ts';
import { recogniseBy } from '../framework.ts';

export const weave: Framework = {
  id: 'weave',
  title: 'W&B Weave',
  recognise: recogniseBy({ formats: ['weave'] }),
  settings: [
    { adds: ['toolsConsidered'], set: '@weave.op\ndef call_model(messages, tools): …', words: 'An op of your own that calls the model takes the tools as an argument, so that they stand among its inputs. The clients that Weave patches do so by themselves.' },
    { adds: ['session'], set: 'with weave.thread("…"):', words: 'Around the turns of one conversation.' },
    { adds: ['user'], set: 'with weave.attributes({"userId": "…"}):', words: 'Around the call.' },
    { adds: ['feedback'], set: '# casebook/config.yaml\nfacts:\n  feedback: [\'score:reaction\']', words: 'A thumb that people gave in Weave comes as a reaction; with this line it is taken for the user\'s verdict.' },
  ],
};
