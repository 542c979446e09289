import type { CasePath } from '../../model/result.ts';
import { quoted } from '../words.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

const vague = /\b(good|well|nice(ly)?|helpful(ly)?|useful(ly)?|appropriate(ly)?|proper(ly)?|reasonabl[ey]|adequate(ly)?|satisfactor(y|ily)|suitabl[ey]|great|high[- ]quality|as expected)\b/i;
/** A second claim: another sentence, or "and" with a verb of its own. */
const secondClaim = /(?:[.;]\s+(?=\p{L})|,?\s+(?:and|as well as)\s+(?=(?:also\s+)?(?:does|is|has|[a-z]+s)\s+(?:not|the|a|an|that|what|when|whether|no|to|it|how|why|which|for|from|in)\b))/iu;

/** Statements that a person or a judge answers with yes or no. */
export const behavior: Rule = {
  codes: {
    CB112: 'The case does not say what a person would check.',
    CB301: 'A statement cannot be answered with yes or no.',
    CB302: 'One statement makes several claims, so one answer cannot cover it.',
  },
  *check(view) {
    const { expectedBehavior, judge } = view.value;
    if (expectedBehavior === undefined && view.isReadable('expectedBehavior')) {
      yield { code: 'CB112', at: { key: ['id'] }, message: 'expectedBehavior is missing: say what a person would check, a statement each.' };
    }
    if (typeof expectedBehavior === 'string') yield* statement(view, ['expectedBehavior'], expectedBehavior, (parts) => parts);
    else for (const [index, text] of (expectedBehavior ?? []).entries()) yield* statement(view, ['expectedBehavior', index], text, (parts) => expectedBehavior?.toSpliced(index, 1, ...parts));
    for (const [index, criterion] of (judge?.rubric ?? []).entries()) {
      if (typeof criterion === 'string') yield* statement(view, ['judge', 'rubric', index], criterion);
      else yield* statement(view, ['judge', 'rubric', index, 'text'], criterion.text);
    }
  },
};

function* statement(view: CaseView, path: CasePath, text: string, split?: (parts: string[]) => string[] | undefined): Iterable<Finding> {
  const unclear = vague.exec(text);
  if (unclear && text.split(/\s+/).length <= 8 && !/\d|["“'‘]/.test(text)) {
    yield { code: 'CB301', at: path, message: `${quoted(text)} cannot be answered with yes or no: ${unclear[0].toLowerCase()} means something else to everyone.` };
    return;
  }
  const second = secondClaim.exec(text);
  if (!second) return;
  const parts = [text.slice(0, second.index).trim(), capitalised(text.slice(second.index + second[0].length).trim())];
  const list = split?.(parts);
  yield { code: 'CB302', at: path, message: `${quoted(text)} makes several claims. Give each its own item.`, fixes: list ? view.set('Split into a list', ['expectedBehavior'], list) : [] };
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
