import type { Taxonomy } from '../core/model/failureClass.ts';
import { UserError } from '../core/support/errors.ts';

export type ShownTaxonomy = {
  /** As it was last read while it is broken: what people wrote is shown all the same. Whoever writes by it asks for the file itself. */
  readonly taxonomy: () => Taxonomy;
  /** What is wrong with it and what is shown instead; null where nothing is. */
  readonly trouble: () => string | null;
};

const builtInOnly: Taxonomy = { classes: [] };

/** @param read the file as it is now; throws the UserError that says why it cannot be read */
export function createShownTaxonomy(read: () => Taxonomy): ShownTaxonomy {
  let last: Taxonomy | undefined;
  function wrong(): UserError | null {
    try {
      last = read();
      return null;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error;
    }
  }
  return {
    taxonomy() {
      wrong();
      return last ?? builtInOnly;
    },
    trouble() {
      const error = wrong();
      return error && `${error.message} Until it is mended, the classes are ${last === undefined ? 'the built-in ones' : 'those it named before'}.`;
    },
  };
}
