import { oneLine } from '../display/truncate.ts';
import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Found } from './signal.ts';
import { named } from './words.ts';

/** Steps that hand over to another agent and are recorded as failed, where no later one to that agent came about. Whether that agent spoke all the same is not asked: then something else was refused with it. */
export function failedHandovers({ steps, ordered }: Assembled): readonly Found[] {
  const ended = new Set<string>();
  const found: Found[] = [];
  for (let at = ordered.length - 1; at >= 0; at--) {
    const span = ordered[at]!;
    const target = targetOf(span);
    if (target === null) continue;
    if (span.status === 'ok') ended.add(target);
    if (span.status !== 'error' || ended.has(target)) continue;
    const said = span.statusMessage === null || span.statusMessage.trim() === '' ? '' : ` (${oneLine(span.statusMessage, 60)})`;
    found.push({ steps: [steps[at]!.n], why: `the hand-over to ${named(target)} is recorded as failed${said}`, tag: 'hand-over failed' });
  }
  return found.reverse();
}

/** The agent that a step hands over to, by the names of OpenTelemetry instrumentations and of the OpenAI Agents SDK; of a tool it is told as a call. */
function targetOf({ kind, attributes }: Span): string | null {
  if (kind === 'tool' || kind === 'llm') return null;
  const target = attributes['gen_ai.operation.name'] === 'agent_handoff' ? attributes['gen_ai.handoff.to_agent'] : attributes['type'] === 'handoff' ? attributes['to_agent'] : undefined;
  return typeof target === 'string' ? target : null;
}
