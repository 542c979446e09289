import { afterEach, beforeEach } from 'vitest';

/**
 * The tests of this block are steps of one story: after one that failed the rest is skipped, as it would only wait for
 * what never comes.
 */
export function tellAsSteps(): void {
  let broken = false;
  beforeEach(({ skip }) => skip(broken, 'an earlier step failed'));
  afterEach(({ task }) => {
    broken ||= task.result?.state === 'fail';
  });
}
