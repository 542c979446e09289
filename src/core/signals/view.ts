import type { FactsConfig } from '../model/config.ts';
import type { Insights } from '../model/insights.ts';
import { messageText } from '../model/message.ts';
import type { Trace } from '../model/trace.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { answerOf } from '../trajectory/observe.ts';
import type { FoundRepeat } from './repeats.ts';
import type { ModelStep, SignalView } from './signal.ts';
import type { ToolRun } from './toolRuns.ts';

export type SignalSources = Pick<Insights, 'calls' | 'said' | 'documents' | 'context'> & { readonly runs: readonly ToolRun[]; readonly repeats: readonly FoundRepeat[]; readonly facts: FactsConfig; readonly on: ReadonlySet<string> };

/** A trace as signals look at it. `sources` are of the same trace. */
export function viewOf(trace: Trace, assembled: Assembled, sources: SignalSources): SignalView {
  const turns = turnsOf(assembled);
  const text = answerOf(assembled);
  const answer = text === null ? undefined : (turns.findLast((turn) => turn.text === text) ?? speakerOf(assembled, text));
  return { trace, assembled, turns, answer: answer ?? null, ...sources };
}

function turnsOf({ steps, ordered }: Assembled): readonly ModelStep[] {
  const turns: ModelStep[] = [];
  let tool = Infinity;
  steps.forEach((step, at) => {
    if (step.depth <= tool) tool = step.kind === 'tool' ? step.depth : Infinity;
    const span = ordered[at]!;
    if (step.depth > tool || span.kind !== 'llm' || (!span.counted && span.output.length === 0)) return;
    turns.push({ step, at, span, text: lastSaid(span) });
  });
  return turns;
}

function speakerOf({ steps, ordered }: Assembled, text: string): ModelStep | undefined {
  const at = ordered.findLastIndex((span) => span.output.length > 0 && lastSaid(span) === text);
  return at === -1 ? undefined : { step: steps[at]!, at, span: ordered[at]!, text };
}

function lastSaid({ output }: Assembled['ordered'][number]): string {
  return output.filter((message) => message.role === 'assistant').map(messageText).filter((each) => each.trim() !== '').at(-1) ?? '';
}
