import type { SeenTool } from '../model/catalogue.ts';
import type { FailureClass } from '../model/failureClass.ts';
import type { Json, JsonMap } from '../model/json.ts';
import type { TextRange } from '../model/problem.ts';
import type { Recording } from '../model/recording.ts';

export type CasePlace = { readonly file: string; readonly range: TextRange };

/**
 * What a case file cannot know of itself. Everything may be left out: a rule that needs what is absent stays silent, so the
 * same validator serves an editor without an index and a command line with one.
 */
export type ValidationContext = {
  /** Other files' cases with this id. */
  readonly idElsewhere?: (id: string) => readonly CasePlace[];
  /** The recording of a case; undefined when there is none. */
  readonly recording?: (caseId: string) => Recording | undefined;
  /** Where the recording of a case first has a value. */
  readonly recordedPlace?: (caseId: string, value: Json) => CasePlace | undefined;
  /** Trace ids that the index holds, ours and the exports' own. */
  readonly knownTraces?: Pick<ReadonlySet<string>, 'has'>;
  /** Over a trace's records as they are indexed now; undefined when it is not indexed. */
  readonly traceSha256?: (traceId: string) => string | undefined;
  /** Tools that traces called or offered, by name. A name that is not there was never seen in one. */
  readonly seenTools?: ReadonlyMap<string, SeenTool>;
  /** Ids of documents that traces retrieved. */
  readonly seenDocuments?: ReadonlySet<string>;
  /** The classes in use: built-in and of taxonomy.yaml. */
  readonly classes?: readonly FailureClass[];
  /** Classes of taxonomy.yaml that were merged or retired: what carries one keeps it. */
  readonly formerClasses?: readonly FailureClass[];
  /** Names that config.yaml and release.yaml state. */
  readonly targets?: readonly string[];
  /** Those of the targets that show a recorded trace and run nothing. */
  readonly recordedTargets?: readonly string[];
  readonly defaultTarget?: string;
  readonly tools?: readonly string[];
  /** Schemas of arguments that the tool catalogue of config.yaml states. */
  readonly toolSchemas?: ReadonlyMap<string, JsonMap>;
  /** Ids in the document index that config.yaml names. */
  readonly documents?: ReadonlySet<string>;
  readonly roles?: readonly string[];
  readonly tags?: readonly string[];
  readonly owners?: readonly string[];
  readonly tiers?: readonly string[];
  /** What a tier asks of each metric; undefined names the default tier. */
  readonly thresholdsOf?: (tier: string | undefined) => Readonly<Record<string, Json>>;
  /** Metrics of which any miss blocks a release. */
  readonly blockers?: readonly string[];
  readonly judges?: readonly string[];
  readonly calibratedJudges?: readonly string[];
  /** Whether a file stands at this path, relative to the case file. */
  readonly fileExists?: (path: string) => boolean;
  readonly now?: Date;
};
