import { failureOf } from '../readings.ts';
import { proofHash, proofHolds, proveCase } from '../prove.ts';
import type { CaseView } from '../caseView.ts';
import type { Recording } from '../../model/recording.ts';
import type { Finding, Rule } from './rule.ts';

/** A case made from a failure must fail on the recording of it. Evaluated as you type: nothing here reads the stored verdict alone. */
export const proof: Rule = {
  codes: {
    CB125: 'The case counts as a draft: it runs and is shown, and decides nothing.',
    CB126: 'The case does not catch the failure it was built from.',
    CB127: 'The proof is stale: expectations or recording have changed since.',
    CB128: 'Redaction took a value that an expectation compares with.',
  },
  *check(view, context) {
    const evalCase = view.parsed.value;
    if (!evalCase) return;
    const recording = context.recording?.(evalCase.id);
    const stated = evalCase.source?.proof;
    const isStale = stated !== undefined && recording !== undefined && stated.sha256 !== proofHash(evalCase, recording);
    if (recording && failureOf(evalCase)) yield* against(view, recording, isStale);
    yield* draft(view, proofHolds(evalCase, recording), recording !== undefined);
  },
};

function* against(view: CaseView, recording: Recording, stale: boolean): Iterable<Finding> {
  const evalCase = view.parsed.value;
  if (!evalCase) return;
  const { proven, checks, sentence } = proveCase(evalCase, recording);
  if (!proven) yield { code: 'CB126', at: { key: ['failureWeObserved'] }, message: sentence, fixes: view.prove('Prove again') };
  if (stale) yield { code: 'CB127', at: { key: ['source', 'proof'] }, message: 'The proof is stale: expectations or recording have changed since it was made.', fixes: view.prove('Prove again') };
  for (const check of checks) {
    if (check.outcome === 'n/a' && check.gating && check.reason.includes('CB128')) {
      yield { code: 'CB128', at: check.path, message: `${check.id} cannot be checked on the recording: ${check.reason.replace(' (CB128)', '')}.` };
    }
  }
}

function* draft(view: CaseView, holds: boolean, recorded: boolean): Iterable<Finding> {
  const { status, source } = view.value;
  const unproven = failureOf(view.value) !== null && !holds;
  if (status === 'draft') {
    yield {
      code: 'CB125', at: ['status'], message: unproven ? 'A draft: it decides nothing until its proof holds and its expectations are confirmed.' : 'A draft: it decides nothing until you confirm its expectations.',
      fixes: [...(unproven ? view.prove('Prove') : []), ...view.set('Set status: active', ['status'], 'active')],
    };
  } else if (status === undefined && unproven && (recorded || source?.traceId !== undefined)) {
    yield { code: 'CB125', at: { key: ['id'] }, message: 'Counts as a draft until a proof shows that it catches the failure it names.', fixes: view.prove('Prove') };
  } else if (status === 'active' && unproven) {
    yield { code: 'CB125', at: ['status'], message: 'Counts as a draft although it says active: no proof shows that it catches the failure it names.', fixes: view.prove('Prove') };
  }
}
