import type { PerceptionCause, PerceptionGroup, PerceptionView, ToolLintFinding } from '../../model/patterns.ts';
import type { LabelledTrace } from '../../model/review.ts';
import type { Reviewed } from './reviewed.ts';

/** What a trace shows by itself, as the index keeps it; undefined while nobody looked. */
export type SignalsOf = (trace: LabelledTrace) => readonly { readonly id: string; readonly why: string }[] | undefined;

/** The signals that speak of it. */
export const perceptionSignals = ['contextPressure', 'staleContext', 'nothingRetrieved'] as const;

const causes: readonly PerceptionCause[] = ['toolNames', 'retrieval', 'context', 'none'];
const argumentCodes: ReadonlySet<string> = new Set(['CT104', 'CT105', 'CT107']);
const mostEvidence = 5;

type Cause = { readonly cause: PerceptionCause; readonly evidence: readonly string[] };

/**
 * Failures by what the agent could not see. A failure is put down to
 * - `context`, where its mode is context_overflow or its prompt filled the window;
 * - `retrieval`, where its mode is missing_context or stale_context, its class evidence_quality, or a signal says that nothing was retrieved or that it was stale;
 * - `toolNames`, where its class is tool_selection or tool_arguments and the lint finds something about a tool that was offered or called
 *   (for arguments: about what the arguments of a called one are).
 * The label speaks before the signals, and the tool's own class before what else the trace shows.
 * @param failed in the order in which the traces of a cause are told
 */
export function perceptionView(failed: readonly Reviewed[], lint: readonly ToolLintFinding[], signalsOf: SignalsOf): PerceptionView {
  const findings = Map.groupBy(lint, ({ tool }) => tool);
  const groups = new Map(causes.map((cause) => [cause, { traces: [] as string[], evidence: new Map<string, number>() }]));
  let withoutSignals = 0;
  for (const each of failed) {
    const signals = each.trace.orphan ? [] : signalsOf(each.trace);
    if (signals === undefined) withoutSignals++;
    const { cause, evidence } = causeOf(each, findings, signals ?? []);
    const group = groups.get(cause)!;
    group.traces.push(each.trace.id);
    for (const text of new Set(evidence)) group.evidence.set(text, (group.evidence.get(text) ?? 0) + 1);
  }
  return {
    failures: failed.length, withoutSignals,
    groups: [...groups].map(([cause, { traces, evidence }]): PerceptionGroup => ({
      cause, traces,
      evidence: [...evidence].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)).slice(0, mostEvidence).map(([text, count]) => ({ text, count })),
    })),
  };
}

function causeOf({ trace, class: id, mode }: Reviewed, lint: ReadonlyMap<string, readonly ToolLintFinding[]>, signals: readonly { readonly id: string; readonly why: string }[]): Cause {
  const shown = (...ids: readonly string[]): readonly string[] => signals.filter((signal) => ids.includes(signal.id)).map(({ why }) => why);
  const [pressure, retrieved] = [shown('contextPressure'), shown('staleContext', 'nothingRetrieved')];
  if (mode === 'context_overflow') return { cause: 'context', evidence: pressure };
  if (mode === 'missing_context' || mode === 'stale_context') return { cause: 'retrieval', evidence: retrieved };
  if (id === 'tool_selection' || id === 'tool_arguments') {
    const evidence = concerned(trace, id === 'tool_selection').flatMap((tool) => (lint.get(tool) ?? []).filter(({ code }) => (id === 'tool_selection' ? code !== 'CT104' : argumentCodes.has(code))).map(({ message }) => message));
    if (evidence.length > 0) return { cause: 'toolNames', evidence };
  }
  if (retrieved.length > 0 || (id === 'evidence_quality' && mode !== 'contract_violation')) return { cause: 'retrieval', evidence: retrieved };
  return { cause: pressure.length > 0 ? 'context' : 'none', evidence: pressure };
}

/** The tools a failure turns on: those called, and where the choice was wrong also those that were left. */
function concerned({ toolsCalled, toolsOffered, labels }: LabelledTrace, choice: boolean): readonly string[] {
  const wrong = labels.label?.firstWrong?.name;
  return [...new Set([...(wrong === undefined ? [] : [wrong]), ...toolsCalled, ...(choice ? (toolsOffered ?? []) : [])])];
}
