import type { LookedFor } from './completeness.ts';

/** The six questions that a trace must answer before anyone may judge the run (S0, second step), and what answers each. */
export const sixQuestions: readonly { readonly id: string; readonly question: string; readonly answeredBy: readonly LookedFor[] }[] = [
  { id: 'query', question: 'What did the user ask?', answeredBy: ['query'] },
  { id: 'toolsConsidered', question: 'Which tools could the agent choose from?', answeredBy: ['toolsConsidered'] },
  { id: 'toolPicked', question: 'Which tool did it pick, and why?', answeredBy: ['toolPicked', 'why'] },
  { id: 'context', question: 'What context did it have?', answeredBy: ['context'] },
  { id: 'response', question: 'What did it answer?', answeredBy: ['response'] },
  { id: 'feedback', question: 'Did the user accept, edit or reject it?', answeredBy: ['feedback'] },
];
