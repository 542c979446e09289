import type { Database } from 'better-sqlite3';
import type { CaseResult } from '../core/model/result.ts';
import type { LastResult } from '../protocol/runApi.ts';

type Row = { caseId: string; outcome: LastResult['outcome']; at: string; target: string; passed: number; trials: number; sentence: string };

/** The last results of each case. */
export function createCaseResults(db: Database) {
  const insert = db.prepare<unknown[]>('INSERT OR REPLACE INTO case_result (case_id, at, run_id, target, outcome, passed, trials, sentence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const newest = db.prepare<[], Row>(`
    SELECT case_id AS caseId, outcome, at, target, passed, trials, sentence FROM case_result r
    WHERE (at, run_id) = (SELECT at, run_id FROM case_result WHERE case_id = r.case_id ORDER BY at DESC, run_id DESC LIMIT 1) ORDER BY case_id`);
  return {
    save(results: readonly CaseResult[]): void {
      for (const { caseId, at, runId, target, outcome, trials } of results) {
        insert.run(caseId, at, runId, target, outcome, trials.filter((each) => each.outcome === 'pass').length, trials.length, sentenceOf(trials));
      }
    },
    last: (): readonly LastResult[] => newest.all(),
  };
}

/** Why the case did not pass: the first failed check, or what broke. */
function sentenceOf(trials: CaseResult['trials']): string {
  for (const outcome of ['fail', 'error', 'n/a'] as const) {
    const trial = trials.find((each) => each.outcome === outcome);
    if (!trial) continue;
    return trial.reason ?? trial.checks.find((each) => each.outcome === outcome)?.reason ?? '';
  }
  return '';
}
