import type { Config } from '../model/config.ts';
import type { Taxonomy } from '../model/failureClass.ts';
import { classesInUse } from '../model/failureClass.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { defaultTier } from '../model/release.ts';
import type { Release } from '../model/release.ts';
import type { ValidationContext } from './context.ts';
import { catalogueNames, catalogueSchemas } from './toolCatalogue.ts';

/** The settings files as far as they are there and well-formed. */
export type SettingsAround = {
  readonly config?: Config | undefined;
  readonly taxonomy?: Taxonomy | undefined;
  readonly release?: Release | undefined;
  /** The entries of the file that `tools` of config.yaml names. */
  readonly toolFile?: readonly Json[] | undefined;
  /** The ids in the file that `documents` of config.yaml names. */
  readonly documentFile?: ReadonlySet<string> | undefined;
};

/**
 * What config.yaml, taxonomy.yaml and release.yaml let a case file name. A list that a file does not state leaves its rule
 * silent; a file that is not there, or cannot be read, says nothing.
 */
export function contextOf({ config, taxonomy, release, toolFile, documentFile }: SettingsAround): ValidationContext {
  const { roles, tags, owners, judges } = config ?? {};
  const tools = Array.isArray(config?.tools) ? config.tools : toolFile;
  return {
    classes: classesInUse(taxonomy),
    // Nobody has held a judge against people's labels yet (METRICS 16): until somebody does, none decides anything.
    calibratedJudges: [],
    formerClasses: (taxonomy?.classes ?? []).filter((each) => each.retired || each.mergedInto !== undefined),
    ...(config === undefined ? {} : targetsContext(config)),
    ...(roles === undefined ? {} : { roles }),
    ...(tags === undefined ? {} : { tags }),
    ...(owners === undefined ? {} : { owners }),
    ...(judges === undefined ? {} : { judges: Object.keys(judges) }),
    ...(tools === undefined ? {} : { tools: catalogueNames(tools), toolSchemas: catalogueSchemas(tools) }),
    ...(documentFile === undefined ? {} : { documents: documentFile }),
    ...(release === undefined ? {} : releaseContext(release)),
  };
}

function targetsContext({ targets = {}, defaultTarget }: Config): ValidationContext {
  return { targets: Object.keys(targets), recordedTargets: Object.keys(targets).filter((name) => targets[name]?.type === 'replay'), ...(defaultTarget === undefined ? {} : { defaultTarget }) };
}

function releaseContext({ tiers = {}, gates = [] }: Release): ValidationContext {
  const blocking = gates.flatMap(({ rules = [] }) => rules.flatMap((rule) => (rule.blocker ? [rule.metric] : [])));
  return {
    tiers: [...new Set(['default', ...Object.keys(tiers)])],
    blockers: [...new Set(['policyViolations', ...blocking])],
    thresholdsOf: (tier) => ({ ...defaultTier.thresholds, ...tiers['default']?.thresholds, ...(tier !== undefined && Object.hasOwn(tiers, tier) ? tiers[tier]?.thresholds : {}) }) as JsonMap,
  };
}
