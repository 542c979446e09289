import type { CasePath } from '../../model/result.ts';
import { nearest } from '../../support/nearest.ts';
import { epochsOf } from '../readings.ts';
import { didYouMean } from '../words.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

const day = 86_400_000;

/** What a case says of itself for reports and gates. */
export const metadata: Rule = {
  codes: {
    CB604: 'The difficulty is missing.',
    CB605: 'A case of high risk runs fewer than three trials.',
    CB607: 'A coverage tag is not in config.yaml.',
    CB608: 'An owner is not in config.yaml.',
    CB609: 'The case was reviewed more than 90 days ago.',
    CB610: 'A tier is not in release.yaml.',
    CB702: 'A judge is not in config.yaml.',
    CB901: 'An imported assertion has no counterpart here: it is shown as n/a.',
  },
  *check(view, context) {
    const { metadata: stated, tier, judge, foreign } = view.value;
    if (stated && stated.difficulty === undefined && view.isReadable('metadata')) yield { code: 'CB604', at: { key: ['metadata'] }, message: 'difficulty is missing: easy, medium or hard.', fixes: ['easy', 'medium', 'hard'].flatMap((each) => view.set(`Set difficulty: ${each}`, ['metadata', 'difficulty'], each)) };
    const risky = stated?.risk === 'high' || stated?.risk === 'critical';
    if (risky && view.isReadable('epochs') && epochsOf(view.value).count < 3) {
      yield { code: 'CB605', at: ['metadata', 'risk'], message: `Risk ${stated.risk} asks for at least 3 trials; one run says little.`, fixes: view.set('Set epochs: 3', typeof view.value.epochs === 'object' ? ['epochs', 'count'] : ['epochs'], 3) };
    }
    if (context.now && stated?.reviewed) {
      const age = Math.floor((context.now.getTime() - Date.parse(stated.reviewed.at)) / day);
      if (age > 90) yield { code: 'CB609', at: ['metadata', 'reviewed', 'at'], message: `Reviewed ${age} days ago. Look whether the case still stands.` };
    }
    for (const [index, tag] of (stated?.coverage ?? []).entries()) yield* listed(view, context.tags, 'CB607', ['metadata', 'coverage', index], tag, 'config.yaml has no tag');
    if (stated?.owner !== undefined) yield* listed(view, context.owners, 'CB608', ['metadata', 'owner'], stated.owner, 'config.yaml has no owner');
    if (tier !== undefined) yield* listed(view, context.tiers, 'CB610', ['tier'], tier, 'release.yaml has no tier');
    if (judge?.use !== undefined) yield* listed(view, context.judges, 'CB702', ['judge', 'use'], judge.use, 'config.yaml has no judge');
    for (const [index, { peer }] of (foreign ?? []).entries()) yield { code: 'CB901', at: ['foreign', index, 'peer'], message: `This assertion of ${peer} has no counterpart here. It is kept, and shown as n/a.` };
  },
};

function* listed(view: CaseView, known: readonly string[] | undefined, code: string, at: CasePath, name: string, said: string): Iterable<Finding> {
  if (!known || known.includes(name)) return;
  const meant = nearest(name, known);
  yield { code, at, message: `${said} ${name}.${didYouMean(meant)}`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, at, meant) };
}
