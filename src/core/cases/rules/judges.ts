import type { Rule } from './rule.ts';

/** A judge whose verdicts nobody held against people's own advises; it decides nothing. Silent where calibrations are unknown. */
export const judges: Rule = {
  codes: { CB701: 'The judge is not calibrated: what it says is advice and decides nothing.' },
  *check(view, { calibratedJudges, judges: listed }) {
    const { judge, grounding } = view.value;
    if (!calibratedJudges || judge?.requireCalibrated === false) return;
    const name = judge?.use ?? (listed?.length === 1 ? listed[0] : undefined);
    if (name !== undefined && calibratedJudges.includes(name)) return;
    const who = name ?? 'The judge';
    if (grounding?.method === 'judge') yield { code: 'CB701', at: ['grounding', 'method'], message: `${who} is not calibrated: minGrounded decides nothing. Decide support by citation or quote, or calibrate the judge.`, fixes: view.set('Change to citation', ['grounding', 'method'], 'citation') };
    if (!judge) return;
    if (judge.use !== undefined && listed && !listed.includes(judge.use)) return; // that it is unknown says enough
    yield { code: 'CB701', at: judge.use === undefined ? { key: ['judge'] } : ['judge', 'use'], message: `${who} is not calibrated: its verdicts are shown and decide nothing.` };
  },
};
