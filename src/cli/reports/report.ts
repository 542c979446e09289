import type { HealthLevel } from '../../core/model/coverage.ts';
import type { ReportSection } from '../../core/display/reportSections.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { Cli } from '../cli.ts';

/** What `casebook report NAME` prints: one file, one line in the registry. */
export type Report = {
  readonly name: string;
  /** Heading of the document. */
  readonly title: string;
  /** The result as JSON has it, and for people; `levels` set the exit code where that is asked for. */
  read(engine: EngineApi, cli: Cli): Promise<{ readonly result: unknown; readonly sections: readonly ReportSection[]; readonly levels: readonly HealthLevel[]; readonly warnings: readonly string[]; readonly pages?: ReportPages }>;
};

/** HTML of its own in place of that of the sections: pages that are for different people, in one file or each in its own. */
export type ReportPages = {
  one(): string;
  each(): readonly { readonly name: string; readonly html: string }[];
};
