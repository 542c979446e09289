import type { Framework, Setting } from '../framework.ts';

const prices: Setting = {
  adds: ['cost'],
  set: '# casebook/config.yaml\nprices:\n  <model>: { date: <day>, input: <USD per million tokens>, output: <USD per million tokens> }',
  words: 'Cost is computed from tokens where the model has a price: add yours where the built-in list lacks it.',
};

/** What helps with any export, in Casebook itself. */
export const anyExport: Framework = {
  id: 'casebook',
  title: 'Here, for any export',
  general: 'rest',
  recognise: () => 'any export',
  settings: [
    { adds: ['user'], set: '# casebook/config.yaml\nfacts:\n  user: [<name of the attribute>]', words: 'Where the user is in the export under a name that Casebook does not know.' },
    { adds: ['why'], set: 'Say in one sentence why you call a tool, before you call it.', words: 'The reason is what the model says, or thinks aloud, in the turn that makes the call. Many models say nothing; a line of the system prompt makes them.' },
  ],
  // A price says nothing of a call whose tokens nobody counted.
  settingsFor: (_, { tokens, cost }) => (tokens.have > cost.have ? [prices] : []),
};

/** Users answer later, and elsewhere: this always stands beside what a framework offers. */
export const laterFeedback: Framework = {
  id: 'later-feedback',
  title: 'What users say after the run',
  general: 'always',
  recognise: () => 'any export',
  settings: [
    { adds: ['feedback'], set: 'casebook feedback import verdicts.csv', words: 'A table with traceId and feedback (accepted, edited, rejected, or thumbs), from wherever your product keeps it; in the editor, Import Feedback…. Traces need not be exported again.' },
    { adds: ['feedback'], set: '# casebook/config.yaml\nfacts:\n  feedback: [<name of the attribute>, \'score:<name of the score>\']', words: 'Where the export has it under a name that Casebook does not know.' },
  ],
};
