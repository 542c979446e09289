import type { Range } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CaseFile } from '../core/cases/parse.ts';
import type { CasePath } from '../core/model/result.ts';
import { lspRange } from './lspRange.ts';

/** Where expectations of a case stand now; a path that is gone gives its nearest parent. Null when no case has the id. */
export function expectationRangesOf(document: TextDocument, file: CaseFile, caseId: string, paths: readonly CasePath[]): readonly (Range | null)[] {
  const found = file.cases.find((each) => each.id === caseId);
  return paths.map((path) => (found ? lspRange(document, found.rangeOf(path)) : null));
}

/** The cases of a file that have an id, each with its whole range. */
export function casesIn(document: TextDocument, file: CaseFile): readonly { readonly id: string; readonly range: Range }[] {
  return file.cases.flatMap(({ id, range }) => (id === null ? [] : [{ id, range: lspRange(document, range) }]));
}
