import type { Config } from '../model/config.ts';
import type { Taxonomy } from '../model/failureClass.ts';
import { classesInUse } from '../model/failureClass.ts';
import type { ValidationContext } from './context.ts';

/**
 * What config.yaml and taxonomy.yaml let a case file name. A list that a file does not state leaves its rule silent; a config
 * that is not there, or cannot be read, says nothing of targets either.
 */
export function contextOf(config: Config | undefined, taxonomy: Taxonomy | undefined): ValidationContext {
  const { targets, roles, tags, owners, judges } = config ?? {};
  return {
    classes: classesInUse(taxonomy),
    ...(config === undefined ? {} : { targets: Object.keys(targets ?? {}) }),
    ...(roles === undefined ? {} : { roles }),
    ...(tags === undefined ? {} : { tags }),
    ...(owners === undefined ? {} : { owners }),
    ...(judges === undefined ? {} : { judges: Object.keys(judges) }),
  };
}
