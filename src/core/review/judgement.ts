import type { Score } from '../model/trace.ts';

/** What the scores of judges amount to as a verdict. */

const passing = new Set(['pass', 'passed', 'true', 'yes', 'correct', 'good', 'ok', 'right']);
const failing = new Set(['fail', 'failed', 'false', 'no', 'incorrect', 'bad', 'wrong']);
/** How Inspect AI writes what a scorer said: correct, incorrect, no answer. Elsewhere a letter is a grade, so the name has to be one of a scorer. */
const letters: ReadonlyMap<string, 'pass' | 'fail'> = new Map([['C', 'pass'], ['I', 'fail'], ['N', 'fail']]);
const scorer = /^(?:match|includes?|exact|f1|pattern|answer|choice|math|model_graded_\w+|accuracy|verify)$/u;
/** Such words answer the question that the name of the score asks; the others judge the run, whatever it asks. */
const answers = new Set(['true', 'yes', 'false', 'no']);

/** What is measured, by the beginnings of the words of a score's name. */
const worse = /^(?:halluc|toxic|bias|harm|hate|violen|sexual|insult|profan|pii|leak|jailbreak|injection|error|fail|fabricat|ungrounded|unsafe|incorrect|irrelevan|unfaithful|unhelpful|misinformation|maliciou|stereotyp|controvers|criminal|inconsisten)/u;
const better = /^(?:correct|accura|relevan|faithful|grounded|helpful|quality|pass|success|complete|concise|coheren|precis|recall|f1|safe|adheren|complian|satisf|consisten|goal|useful|factual|exact|fluen|resolved|verdict|answered|reward|match|includes)/u;
const negations = new Set(['no', 'not', 'non', 'without', 'free', 'absence', 'absent', 'anti', 'lack']);

/** Which end of a score is the good one, by its name; null where the name does not say, or says several things. */
function goodEnd(name: string): 'high' | 'low' | null {
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase().split(/[^\p{L}\d]+/u);
  const ends = new Set(words.flatMap((word) => (worse.test(word) ? ['low' as const] : better.test(word) ? ['high' as const] : [])));
  if (ends.size !== 1 || words.some((word) => negations.has(word))) return null;
  return ends.has('low') ? 'low' : 'high';
}

/**
 * Of the run as a whole before that of steps, and fail before pass. A number says so only between 0 and 1, and where the name of the
 * score tells which end is the good one: toxicity 0 is no fail, and of a number called "score 7b" nothing is known.
 */
export function judgementOf(scores: readonly Score[]): 'pass' | 'fail' | null {
  const whole = scores.filter(({ spanId }) => spanId === null);
  const verdicts = new Set((whole.length > 0 ? whole : scores).map(verdictOf));
  return verdicts.has('fail') ? 'fail' : verdicts.has('pass') ? 'pass' : null;
}

function verdictOf({ name, value }: Score): 'pass' | 'fail' | null {
  const end = goodEnd(name);
  const answered = (isHigh: boolean) => (isHigh === (end !== 'low') ? 'pass' : 'fail');
  // Yes and no of a name that says nothing are taken as they are meant most often: the check holds, or it does not.
  if (typeof value === 'boolean') return answered(value);
  if (typeof value === 'number') return end === null || !(value >= 0 && value <= 1) ? null : answered(value >= 0.5);
  const letter = scorer.test(name) ? letters.get(value ?? '') : undefined;
  if (letter) return letter;
  const word = value?.trim().toLowerCase() ?? '';
  const isGood = passing.has(word);
  if (!isGood && !failing.has(word)) return null;
  return answers.has(word) ? answered(isGood) : isGood ? 'pass' : 'fail';
}
