import { formatCost, plural } from './numbers.ts';
import type { FailureRow, FailureTotal } from '../model/failureLog.ts';

export const statusWords = { open: 'Open', fixing: 'Fix in review', handled: 'Handled' } as const;
export const columnWords = { run: 'Run', class: 'Failure class', cause: 'Root cause', fix: 'Fix', what: 'What happened', status: 'Status', case: 'Case', owner: 'Owner', cost: 'Cost', editMinutes: 'Edit min', when: 'When', by: 'Labelled by' } as const;

/** `21 failures, $4.10 of 18 with a known cost`. */
export function totalWords({ failures, known, knownUsd }: FailureTotal): string {
  return `${plural(failures, 'failure')}, ${knownUsd === null ? 'cost not recorded' : known === failures ? formatCost(knownUsd) : `${formatCost(knownUsd)} of ${known} with a known cost`}`;
}

/** `callback-promise, draft`, `ask-when-two-orders, guarded` or `no case`. */
export function caseWords({ case: guard }: FailureRow): string {
  return guard === null ? 'no case' : `${guard.id}, ${guard.state === 'unproven' ? 'not proven' : guard.state}`;
}

export const whatHappened = ({ note, title }: FailureRow): string => note || (title ?? '');

/** What names the run, or says that there is none. */
export const runWords = ({ run, nativeId, file }: FailureRow): string => (run === 'none' ? `row of ${file ?? 'a file'}` : nativeId);
