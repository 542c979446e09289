import { labelledBy, fail, inClass, note } from '../core/review/labelledBy.ts';
import type { LabelledTrace } from '../../src/core/model/review.ts';
import { createBlindView } from '../../src/core/review/blind.ts';
import { createFailureLogs } from '../../src/core/review/failureLog/log.ts';
import { classesInUse } from '../../src/core/model/failureClass.ts';
import type { FailureLogPageApi } from '../../src/protocol/failureLogPage.ts';

type Row = readonly [what: string, failureClass: string, cause: string, fix: string, status: 'open' | 'fixing' | 'handled', guard: string, owner: string, costUsd: number | null];

const told: readonly Row[] = [
  ['Said “delivered” without checking', 'tool_selection', 'Vague tool name', '', 'fixing', '', 'support-platform', 0.31],
  ['Quoted the 2024 return window, 14 days', 'evidence_quality', 'Old policy still indexed', 'Drop documents over 90 days', 'open', '', 'policy-content', 0.02],
  ['Refunded first, asked afterwards', 'policy_boundary', 'No approval rule', 'Approval before issueRefund', 'handled', '', 'risk-team', 0.04],
  ['Third identical search, then gave up', 'recovery_behavior', 'No hint in the tool error', 'Return the field name in 422', 'open', '', '', null],
  ['Promised a call back nobody makes', 'answer_quality', 'Prompt 12 promises it', 'Removed in prompt 14', 'handled', 'callback-promise draft', 'support-platform', 0.01],
  ['Used searchOrders for a shipment', 'tool_selection', 'Vague tool name', 'Rename to getShipmentByOrderId', 'fixing', 'shipment-by-search draft', 'support-platform', 0.28],
  ['Cancelled the wrong of two orders', 'tool_arguments', 'Took the first hit', 'Ask when there are two hits', 'handled', 'ask-when-two-orders', 'support-platform', 0.03],
  ['Answered in English to a German mail', 'answer_quality', 'Language not in context', 'Language from the ticket', 'handled', 'answer-in-user-language', 'support-platform', 0.02],
  ['', 'evidence_quality', 'Citation format in prompt', 'Citations from result ids only', 'handled', 'cite-only-retrieved', 'policy-content', null],
  ['Read another customer’s ticket', 'policy_boundary', 'Filter left to the model', 'Filter by customer in the tool', 'handled', 'own-tickets-only active', 'risk-team', 0.05],
];

function caseOf(guard: string): LabelledTrace['cases'] {
  const [id = '', status = 'guarded'] = guard.split(' ');
  return id === '' ? [] : [{ id, status: status === 'guarded' ? 'active' : (status as 'draft' | 'active'), guards: status === 'guarded', owner: null }];
}

const text = (kind: 'cause' | 'fix' | 'owner', value: string) => (value === '' ? [] : [{ kind, value } as const]);

/** So many labelled failures of a support agent, among them a row of a spreadsheet without a run. */
export function storyFailures(count: number): readonly LabelledTrace[] {
  const many = Array.from({ length: count - 1 }, (_, at): LabelledTrace => {
    const [what, failureClass, cause, fix, status, guard, owner, costUsd] = told[at % told.length]!;
    const id = `tr_${(0x8f21a0 + at * 37).toString(16).padStart(12, '0')}`;
    const label = [fail, inClass(failureClass), ...(what === '' ? [] : [note(what)]), ...text('cause', cause), ...text('fix', fix), ...text('owner', owner), { kind: 'status', value: status } as const];
    return labelledBy(id, [['maria', ...label]], { orphan: false, nativeId: `run-${(0x8f21 + at).toString(16)}`, title: 'Where is my order?', costUsd, startUs: 1_770_000_000_000_000 - at * 3_600_000_000, cases: caseOf(guard) });
  });
  return [...many, labelledBy('csv:week-1.csv:0a1b2c3d4e5f', [['maria', fail, note('Agent too slow on Mondays')]], { orphan: true, title: null, costUsd: null, startUs: null, cases: [] })];
}

/** As the editor answers: by the engine's own code over these traces. @param reader whose review is blind; absent: nobody's */
export function failureAnswer(traces: readonly LabelledTrace[], reader?: string): FailureLogPageApi['readFailures'] {
  const seen = reader === undefined ? { traces, hidden: 0 } : createBlindView()(traces, reader);
  const logs = { all: createFailureLogs()(traces, { classes: [] }), seen: createFailureLogs()(seen.traces, { classes: [] }) };
  return ({ offset = 0, limit = 100, trace, all = false, ...choice }) => ({ ...(all ? logs.all : logs.seen).read(choice, offset, limit, trace), hidden: seen.hidden, warnings: [], failureClasses: classesInUse(undefined) });
}
