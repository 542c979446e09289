import { UserError } from '../../core/support/errors.ts';
import { expandExpectedTool } from './expandExpectedTool.ts';
import { extractDefaults } from './extractDefaults.ts';
import { forbidObserved } from './forbidObserved.ts';
import { generaliseLiteral } from './generaliseLiteral.ts';
import { inlineDefaults } from './inlineDefaults.ts';
import { moveToFile } from './moveToFile.ts';
import type { Refactored, Refactoring, RefactoringPlace } from './refactoring.ts';

const refactorings: readonly Refactoring[] = [moveToFile, extractDefaults, inlineDefaults, expandExpectedTool, generaliseLiteral, forbidObserved];

/** What can be written differently at a place. A file that cannot be read as a whole is left as it is. */
export function refactoringsAt(place: RefactoringPlace): readonly Refactored[] {
  if (place.file.problems.length > 0) return [];
  return refactorings.flatMap((each) => {
    try {
      return [...each.find(place)];
    } catch (error) {
      // What stands behind an alias cannot be changed here alone.
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}
