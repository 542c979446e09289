import type { Config, Reviewer } from '../core/model/config.ts';
import { UserError } from '../core/support/errors.ts';

const nobody: readonly Reviewer[] = [];

/**
 * The reviewers of config.yaml; the same list as long as it says the same. While the file is broken, the last ones it named: whoever
 * needs the settings themselves says what is wrong, and labels are not to change their owners for it.
 */
export function createReviewerList(config: () => Config): () => readonly Reviewer[] {
  let last = nobody;
  return () => {
    try {
      const { reviewers = nobody } = config();
      if (JSON.stringify(reviewers) !== JSON.stringify(last)) last = reviewers;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
    return last;
  };
}
