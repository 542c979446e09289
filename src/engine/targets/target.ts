import type { FactsConfig } from '../../core/model/config.ts';
import type { CaseMessage, EvalCase } from '../../core/model/evalCase.ts';
import type { JsonMap } from '../../core/model/json.ts';
import type { Trial } from '../../core/model/trace.ts';
import type { Pricing } from '../../core/pricing/pricing.ts';
import type { CollectedTrace } from '../otlpReceiver/collection.ts';

/** What a target gets of a case: what a user would have said, nothing of what is expected. */
export type CaseInput = { readonly id: string; readonly query: string; readonly messages: readonly CaseMessage[]; readonly vars: JsonMap };

/** The spans that a target sent during a trial. `traceId`: what it will be called once it is imported. */
export type CapturedTrace = { readonly collected: CollectedTrace; readonly traceId: string };

/** What one try yielded. `error`: the target broke. `n/a`: it has nothing to show. Both say why in a sentence. */
export type Observation = (
  | { readonly outcome: 'observed'; readonly trial: Trial }
  | { readonly outcome: 'error' | 'n/a'; readonly reason: string }
) & { readonly captured?: CapturedTrace; /** The end of what the program wrote to stderr, where it says nothing else. */ readonly stderr?: string };

/** What cases are run against. Adding a kind is one file here, one line in `openTarget`, one schema in core/model/config. */
export interface RunTarget {
  readonly name: string;
  /** A recorded run answers the question it was asked and no other: no variants, and one trial says all. */
  readonly isRecorded: boolean;
  /** Ends at once, with everything it started, when the signal aborts. */
  run(evalCase: EvalCase, input: CaseInput, signal: AbortSignal): Promise<Observation>;
  /** At the end of a run: ends what was kept for the next trial. It may be run again after. */
  close?(): Promise<void>;
  /** What is to be said of how it behaved, beside its answers: sentences, complete once it is closed. */
  remarks?(): readonly string[];
}

/** What a kind of target needs of the workspace. */
export type TargetSurroundings = {
  /** Workspace folder. */
  readonly folder: string;
  readonly facts: FactsConfig;
  readonly pricing: () => Pricing;
  /** Takes likely secrets out of what a target complains with; its answer is left as it is, for the checks. */
  redact(text: string): string;
};
