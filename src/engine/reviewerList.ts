import type { Config, Reviewer } from '../core/model/config.ts';

const nobody: readonly Reviewer[] = [];

/** The reviewers of config.yaml; the same list as long as it says the same. */
export function createReviewerList(config: () => Config): () => readonly Reviewer[] {
  let last = nobody;
  return () => {
    const { reviewers = nobody } = config();
    if (JSON.stringify(reviewers) !== JSON.stringify(last)) last = reviewers;
    return last;
  };
}
