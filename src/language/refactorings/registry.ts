import { applyEdits } from '../../core/cases/edit.ts';
import { parseCaseFile } from '../../core/cases/parse.ts';
import { canonicalJson } from '../../core/evaluators/canonical.ts';
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
      return [...each.find(place)].filter((refactored) => staysInCase(place, refactored));
    } catch (error) {
      // What stands behind an alias cannot be changed here alone.
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}

/** What stands at an anchor, other cases may take over: then a change reaches them too, and is not offered. */
function staysInCase({ file, parsed }: RefactoringPlace, { edits, newFile }: Refactored): boolean {
  if (!parsed || newFile || !/&[^\s,[\]{}]/.test(file.text.slice(parsed.range.start, parsed.range.end))) return true;
  const after = parseCaseFile(applyEdits(file.text, edits));
  return after.problems.length === 0 && after.cases.length === file.cases.length && after.cases.every((each, index) => file.cases[index] === parsed || canonicalJson(each.raw) === canonicalJson(file.cases[index]?.raw));
}
