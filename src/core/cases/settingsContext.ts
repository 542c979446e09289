import type { Config } from '../model/config.ts';
import type { Taxonomy } from '../model/failureClass.ts';
import type { CasePlace } from './context.ts';

/** What config.yaml, taxonomy.yaml and release.yaml cannot know of themselves. What is left out is not judged. */
export type SettingsContext = {
  /** How related places of the file itself are named. */
  readonly file?: string;
  readonly config?: Config | undefined;
  readonly taxonomy?: Taxonomy | undefined;
  /** Where cases name each failure class; asked for only where it matters. */
  readonly classUses?: () => ReadonlyMap<string, readonly CasePlace[]>;
  /** Where the labels in force name each failure class, a place a trace. */
  readonly labelledClasses?: () => ReadonlyMap<string, readonly CasePlace[]>;
  /** Whether a file stands at this path from the folder that holds `casebook/`. */
  readonly fileExists?: (path: string) => boolean;
  readonly now?: Date;
};
