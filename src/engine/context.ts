import type { Config } from '../core/model/config.ts';
import type { Label } from '../core/model/label.ts';
import type { Release } from '../core/model/release.ts';
import type { CaseResult } from '../core/model/result.ts';
import type { Trace } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import type { Log } from '../core/support/log.ts';
import type { LastResult } from '../protocol/runApi.ts';
import type { Workspace } from './workspace.ts';

/** What making, proving and running need of the index. The store implements it; a test may hand in a small one. */
export interface TraceIndex {
  /** The whole trace with payloads; undefined when the index does not hold it. */
  readTrace(id: string): Trace | undefined;
  readSummary(id: string): TraceSummary | undefined;
  labelOf(traceId: string): Label | null;
  /** How many of these count as failing, with people's labels and what users said; undefined where nobody has said anything of any trace. */
  failingAmong(ids: readonly string[]): number | undefined;
  saveResults(results: readonly CaseResult[]): void;
  lastResults(): readonly LastResult[];
}

/** Given to every part of the engine. */
export type EngineContext = {
  readonly workspace: Workspace;
  readonly index: TraceIndex;
  /** config.yaml as it is now; a broken file throws a UserError that names the line. */
  config(): Config;
  /** The same of release.yaml. */
  release(): Release;
  readonly log: Log;
  readonly now: () => Date;
  readonly version: string;
};
