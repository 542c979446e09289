import type { Database } from 'better-sqlite3';
import type { CaseResult } from '../core/model/result.ts';
import { asAsked, failedRewordingsInWords } from '../core/display/rewordings.ts';
import type { LastResult } from '../protocol/runApi.ts';

type Row = { caseId: string; runId: string; outcome: LastResult['outcome']; at: string; target: string; passed: number; trials: number; sentence: string };

/** The last results of each case. */
export function createCaseResults(db: Database) {
  const insert = db.prepare<unknown[]>('INSERT OR REPLACE INTO case_result (case_id, at, run_id, target, outcome, passed, trials, sentence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const newest = db.prepare<[], Row>(`
    SELECT case_id AS caseId, run_id AS runId, outcome, at, target, passed, trials, sentence FROM case_result r
    WHERE (at, run_id) = (SELECT at, run_id FROM case_result WHERE case_id = r.case_id ORDER BY at DESC, run_id DESC LIMIT 1) ORDER BY case_id`);
  return {
    save(results: readonly CaseResult[]): void {
      for (const result of results) {
        const { caseId, at, runId, target, outcome } = result;
        const own = asAsked(result);
        insert.run(caseId, at, runId, target, outcome, own.filter((each) => each.outcome === 'pass').length, own.length, sentenceOf(result));
      }
    },
    last: (): readonly LastResult[] => newest.all(),
  };
}

/** Why the case did not pass: the first failed check, or what broke; of one that passes, the rewording that does not. */
function sentenceOf(result: CaseResult): string {
  const trials = asAsked(result);
  if (result.outcome === 'pass') return failedRewordingsInWords(result) ?? '';
  for (const outcome of ['fail', 'error', 'n/a'] as const) {
    const trial = trials.find((each) => each.outcome === outcome);
    if (!trial) continue;
    return trial.reason ?? trial.checks.find((each) => each.outcome === outcome)?.reason ?? '';
  }
  return result.sensitivity?.reason ?? '';
}
