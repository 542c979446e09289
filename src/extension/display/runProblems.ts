import type { ExpectationRangesResult, LspRange } from '../../protocol/lsp.ts';
import type { FailedCheck } from './caseResult.ts';

/** A failed check on screen: the text it stood on when it failed tells whether the expectation is still the same. */
export type ShownCheck = { readonly check: FailedCheck; readonly range: LspRange; readonly text: string };

/** Checks with the places they stand at now; one that stands nowhere goes to the top of the file. */
export function placeChecks(checks: readonly FailedCheck[], ranges: ExpectationRangesResult, textAt: (range: LspRange) => string): readonly ShownCheck[] {
  const top: LspRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return checks.map((check, index) => {
    const range = ranges[index] ?? top;
    return { check, range, text: textAt(range) };
  });
}

/** After an edit: what moved is moved, and a check whose expectation reads otherwise now is dropped, since it was not what failed; so is a trial that broke. */
export function followEdit(shown: readonly ShownCheck[], ranges: ExpectationRangesResult, textAt: (range: LspRange) => string): readonly ShownCheck[] {
  return shown.flatMap((each, index) => {
    const range = ranges[index];
    return range && !each.check.broke && textAt(range) === each.text ? [{ ...each, range }] : [];
  });
}
