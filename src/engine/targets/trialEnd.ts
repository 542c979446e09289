import type { ReadAnswer } from './answer.ts';
import type { TrialCapture } from './spanCapture.ts';
import type { SpanTrial } from './spanTrial.ts';
import type { Observation } from './target.ts';

/** How a target came back: with something to read, with a problem that continues "The target …", or cut off. */
export type Answered = { read(spans: SpanTrial | null): ReadAnswer; readonly stderr?: string } | { readonly problem: string } | { readonly cancelled: true };

/** Gathers the spans of a trial that has come back, and reads both as what was observed. The spans of one that broke are kept too. */
export async function endOfTrial(name: string, answered: Answered, trial: TrialCapture | undefined, signal: AbortSignal): Promise<Observation> {
  const end = await trial?.finish('read' in answered, signal);
  const captured = end?.spans ? { captured: { collected: end.spans.collected, traceId: end.spans.traceId } } : {};
  const error = (problem: string): Observation => ({ outcome: 'error', reason: `The target ${name} ${problem}`, ...captured });
  if ('cancelled' in answered || signal.aborted) return { outcome: 'error', reason: 'Cancelled' };
  if ('problem' in answered) return error(answered.problem);
  if (end?.problem) return error(end.problem);
  const read = answered.read(end?.spans ?? null);
  const said = answered.stderr === undefined ? {} : { stderr: answered.stderr };
  return { ...(read.trial ? { outcome: 'observed', trial: read.trial, ...captured } : error(read.problem)), ...said };
}
