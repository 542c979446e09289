import type { Workspace } from '../engine/workspace.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { Output } from './output.ts';

/** What every command is given. */
export interface Cli {
  readonly cwd: string;
  readonly out: Output;
  readonly workspace: Workspace;
  /** Warnings count as errors. */
  readonly strict: boolean;
  /** Ended by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Where a person can be asked. */
  readonly terminal: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** Opened when first asked for: help, formats, schema and validate do without, on any Node. */
  engine(): Promise<EngineApi>;
  /** For commands that need what was imported before: an index named with --db that is not there is an error. */
  imported(): Promise<EngineApi>;
  /** The same for what is better with an index and does without: undefined where there is none, or this Node cannot read it. */
  indexed(): Promise<EngineApi | undefined>;
  /** Between two pieces of work that only read: hears a Ctrl-C, which else waits until all is printed, and ends the command then. */
  breathe(): Promise<void>;
  /** The second argument of an engine's call. */
  calling<Progress>(progress?: (value: Progress) => void): CallContext<Progress>;
}
