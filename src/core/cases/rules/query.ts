import { groundTruthOf } from '../readings.ts';
import { spoken } from '../../evaluators/text.ts';
import type { CasePath } from '../../model/result.ts';
import { findIn } from '../sensitive.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

/** What the user asks. */
export const query: Rule = {
  codes: {
    CB105: 'The query is empty.',
    CB106: 'The query holds the ground truth, so the answer is given away.',
    CB107: 'The text looks like it holds a secret, an e-mail address, a card or a phone number.',
  },
  *check(view) {
    const { query: asked } = view.value;
    if (asked !== undefined && asked.trim() === '') yield { code: 'CB105', at: ['query'], message: 'The query is empty.' };
    yield* leak(view);
    for (const [path, text] of userTexts(view)) yield* sensitive(view, path, text);
  },
};

function* leak(view: CaseView): Iterable<Finding> {
  const truth = groundTruthOf(view.value)?.value;
  const asked = view.value.query;
  if (asked === undefined || (typeof truth !== 'string' && typeof truth !== 'number')) return;
  const needle = spoken(String(truth));
  // "no" or "EU" stands in many a question by chance; a number seldom does.
  if (needle.length < 3 && !/\p{N}/u.test(needle)) return;
  if (!new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}[.,])${needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}]|[.,]\\p{N})`, 'u').test(spoken(asked))) return;
  yield { code: 'CB106', at: view.wordsAt(['query'], String(truth)), message: `The query holds the ground truth ${String(truth)}: an agent could repeat it without looking it up.` };
}

function* userTexts(view: CaseView): Iterable<[CasePath, string]> {
  const { query: asked, messages, variants } = view.value;
  if (asked !== undefined) yield [['query'], asked];
  for (const [index, message] of (messages ?? []).entries()) if (typeof message.content === 'string') yield [['messages', index, 'content'], message.content];
  for (const [index, variant] of (variants ?? []).entries()) yield typeof variant === 'string' ? [['variants', index], variant] : [['variants', index, 'query'], variant.query];
}

function* sensitive(view: CaseView, path: CasePath, text: string): Iterable<Finding> {
  for (const { value, kind, detector, replacement } of findIn(text)) {
    yield {
      code: 'CB107', at: view.wordsAt(path, value), message: `This looks like ${kind === 'secret' ? 'a secret' : 'personal data'} (${detector}). Case files are committed: replace it before you share this one.`,
      fixes: view.set(`Replace with ${replacement}`, path, text.replaceAll(value, replacement)),
    };
  }
}
