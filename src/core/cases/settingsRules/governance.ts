import { durationMs } from '../../evaluators/duration.ts';
import type { Governance, Release } from '../../model/release.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding } from '../rules/rule.ts';
import type { SettingsContext } from '../settingsContext.ts';
import { isDay } from './forms.ts';

const day = 86_400_000;
const questions: Readonly<Record<keyof Governance, string>> = {
  accountable: 'who is accountable for the quality of the output',
  standard: 'what quality is good enough',
  correction: 'how errors are reported and put right',
  escalation: 'where a case goes that needs judgement the user cannot give',
  cadence: 'how often failures are looked through and acted on',
};

/** S2: what nobody answers before a rollout, every user answers for themselves. */
export function* governanceFindings({ governance }: Release, view: CaseView, { now }: SettingsContext): Iterable<Finding> {
  const gaps = (Object.keys(questions) as (keyof Governance)[]).filter((key) => isGap(governance?.[key]));
  if (governance === undefined) {
    yield { code: 'CB812', at: [], message: `Nothing says ${gaps.map((key) => questions[key]).join(', ')}. Answer each under governance: ${gaps.join(', ')}.` };
    return;
  }
  for (const key of gaps) yield { code: 'CB812', at: { key: governance[key] === undefined ? ['governance'] : ['governance', key] }, message: `Nothing says ${questions[key]}: governance needs ${key}.` };
  yield* cadence(governance, view, now);
}

const isGap = (value: Governance[keyof Governance]): boolean => (typeof value === 'string' ? value.trim() === '' : value === undefined || value.every === undefined);

function* cadence({ cadence: stated }: Governance, view: CaseView, now: Date | undefined): Iterable<Finding> {
  if (stated?.every === undefined) return;
  const every = durationMs(stated.every);
  if (every === undefined || every === 0) {
    yield { code: 'CB821', at: ['governance', 'cadence', 'every'], message: `${stated.every} is not an ISO duration such as P7D or P1M.` };
    return;
  }
  const today = now?.toISOString().slice(0, 10);
  const fixes = today === undefined ? [] : view.set(`Set last: ${today}, done today`, ['governance', 'cadence', 'last'], today);
  if (stated.last === undefined) yield { code: 'CB813', at: { key: ['governance', 'cadence'] }, message: 'Nothing says when failures were last looked through: add last, a day.', fixes };
  else if (!isDay(stated.last)) yield { code: 'CB822', at: ['governance', 'cadence', 'last'], message: `${stated.last} is no day. Write it as 2026-01-31.`, fixes };
  else if (now) {
    const since = Math.floor((now.getTime() - Date.parse(stated.last)) / day);
    if (since * day > every) yield { code: 'CB813', at: ['governance', 'cadence', 'last'], message: `Last done ${since} days ago; it is due every ${stated.every}.`, fixes };
  }
}
