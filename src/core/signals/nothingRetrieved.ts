import { quoted } from '../display/truncate.ts';
import { documentsOf } from '../trajectory/documentsOf.ts';
import type { Found, SignalRule } from './signal.ts';
import { named } from './words.ts';

/** An answer that says it lacks what it was asked for. Read at its beginning alone: later it may speak of a detail. */
const lacks = /\b(?:i (?:do(?:n['’]t| not)|did(?:n['’]t| not)) (?:have|find|see|contain) (?:any |enough |sufficient |specific |the |that |access to )*(?:(?:real-?time|current|live|recent|up-to-date|actual) ){0,2}(?:[a-z-]{1,20} ){0,1}(?:information|context|details|data|documents?)\b|(?:could(?:n['’]t| not)|can(?:not|['’]t)|was(?:n['’]t| not) able to|(?:am |was |were )?unable to) (?:find|locate|retrieve) (?:any |enough |specific |the |relevant |that |such )*(?:information|documents?|results?|records?|details|data|matches|answers?|mention)\b|(?:context|documents?|sources?|results?)(?: (?:provided|given|retrieved|available))? (?:do(?:es)?(?:n['’]t| not)) (?:contain|include|mention|provide|have|specify)\b|(?:could(?:n['’]t| not)|can(?:not|['’]t)|was(?:n['’]t| not) able to|(?:am |was |were |['’]m )?unable to) (?:access|open|retrieve) (?:(?!.{0,40}(?:problem|issue|bug|error|vulnerab)).{0,60}\b(?:urls?|links?|documents?|files?|pages?|websites?|insights|reports?))\b|no (?:relevant |matching |further )?(?:information|documents|results|records) (?:was |were |is |are )?(?:found|available|provided|in the)\b|not (?:mentioned|specified|provided|stated|found) in the (?:provided |given |retrieved )?(?:context|documents?|sources?|text)\b|insufficient (?:information|context))/i;
const looked = 400;
/** A long answer that says so first says so of the whole. */
const atOnce = 150;

export const nothingRetrieved: SignalRule = {
  id: 'nothingRetrieved',
  title: 'Nothing retrieved',
  describe: 'A retrieval came back without documents, or the answer says that it lacks information.',
  severity: 'warning',
  find({ assembled: { steps, ordered }, answer }) {
    const found: Found[] = [];
    steps.forEach((step, at) => {
      if (!step.noise && documentsOf(ordered[at]!) === 0) found.push({ steps: [step.n], why: `${named(step.name)} found no document`, tag: 'nothing found' });
    });
    const said = answer && lacks.exec(answer.text.slice(0, looked));
    if (answer && said && (said.index < atOnce || answer.text.length <= 2 * looked)) found.push({ steps: [answer.step.n], why: `the answer lacks information: ${quoted(sentenceAround(answer.text.slice(0, looked), said.index), 90)}`, tag: 'lacks information' });
    return found;
  },
};

function sentenceAround(text: string, at: number): string {
  const from = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('. ', at) + 1, text.lastIndexOf('! ', at) + 1);
  return text.slice(Math.max(0, from)).trim();
}
