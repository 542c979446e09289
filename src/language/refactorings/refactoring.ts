import type { CodeActionKind } from 'vscode-languageserver-types';
import type { CaseFile, ParsedCase } from '../../core/cases/parse.ts';
import type { TextEdit } from '../../core/model/problem.ts';
import type { CasePath } from '../../core/model/result.ts';
import type { CaseWorkspace } from '../caseWorkspace.ts';
import type { Surroundings } from '../surroundings.ts';

/** Where in a file something is to be written in another way. */
export type RefactoringPlace = {
  readonly uri: string;
  readonly file: CaseFile;
  readonly offset: number;
  /** The case around the place; undefined in what surrounds the cases. */
  readonly parsed: ParsedCase | undefined;
  /** The place in the case: of a key, or of what stands under it. */
  readonly path: CasePath;
  readonly workspace: CaseWorkspace;
  readonly surroundings: Surroundings;
  readonly createsFiles: boolean;
  /** A person asked what can be done here. Otherwise the editor asks, whenever the cursor moves. */
  readonly asked: boolean;
};

export type Refactored = { readonly title: string; readonly kind: CodeActionKind; readonly edits: readonly TextEdit[]; readonly newFile?: { readonly uri: string; readonly text: string } };

/** One way to write the same, or nearly the same, differently. Adding one is a file and a line in the registry. */
export interface Refactoring {
  /** What can be done at this place; nothing where it would change what the case means, other than its title says. */
  find(place: RefactoringPlace): Iterable<Refactored>;
}
