import type { CodeAction, CodeLens, CompletionList, Diagnostic, DocumentLink, DocumentSymbol, FoldingRange, Hover, Location, Position, Range, SelectionRange, SymbolInformation, WorkspaceEdit } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem } from '../core/model/problem.ts';
import type { CasePath } from '../core/model/result.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import { codeActionsFor, refactoringActions, touching } from './codeActions.ts';
import { codeLensesOf } from './codeLenses.ts';
import type { LensCommands } from './codeLenses.ts';
import { completionsAt } from './completion.ts';
import { problemsOf, toDiagnostic } from './diagnostics.ts';
import { definitionsAt, referencesAt } from './definition.ts';
import { documentLinksOf } from './documentLinks.ts';
import { kindOf } from './documentKind.ts';
import { casesIn, expectationRangesOf } from './expectationRanges.ts';
import { fixAllIn, fixAllOfCode } from './fixAll.ts';
import { foldingRangesOf } from './folding.ts';
import { hoverAt } from './hover.ts';
import { NamesAround } from './namesAround.ts';
import { indexEntryOf } from './indexEntry.ts';
import { ParsedFiles } from './parsedFiles.ts';
import { pathAt } from './refactorings/places.ts';
import { refactoringsAt } from './refactorings/registry.ts';
import { orRefusal, prepareRename, renameAt } from './rename.ts';
import type { Refusal } from './rename.ts';
import { selectionRangesOf } from './selectionRanges.ts';
import { Surroundings } from './surroundings.ts';
import { symbolsOf, workspaceSymbolsIn } from './symbols.ts';
import type { IndexedFile } from './workspaceIndex.ts';

/** Every feature is asked with the document as it stands. Documents of another kind have nothing. */
export interface LanguageService {
  doDiagnostics(document: TextDocument): readonly Diagnostic[];
  doComplete(document: TextDocument, position: Position): CompletionList;
  /** Undefined where there is nothing to say. */
  doHover(document: TextDocument, position: Position): Hover | undefined;
  /** The quick fixes of the problems that touch the range. */
  doCodeActions(document: TextDocument, range: Range): readonly CodeAction[];
  /** Other ways to write what stands at the start of the range. `createsFiles`: whether the editor lets an edit make files; `asked`: by a person, not by the cursor that moved. */
  doRefactorings(document: TextDocument, range: Range, { createsFiles, asked }: { readonly createsFiles: boolean; readonly asked: boolean }): readonly CodeAction[];
  /** Everything that can be mended at once; for one code where a problem of it touches the range, and for the whole file. */
  doFixAllOfCode(document: TextDocument, range: Range): readonly CodeAction[];
  doFixAll(document: TextDocument): readonly CodeAction[];
  doCodeLenses(document: TextDocument): readonly CodeLens[];
  doSymbols(document: TextDocument): readonly DocumentSymbol[];
  doWorkspaceSymbols(query: string): readonly SymbolInformation[];
  doFolding(document: TextDocument): readonly FoldingRange[];
  doDefinition(document: TextDocument, position: Position): readonly Location[];
  doReferences(document: TextDocument, position: Position, withDefinition: boolean): readonly Location[];
  /** Undefined where nothing can be renamed. */
  prepareRename(document: TextDocument, position: Position, renamesFiles: boolean): { readonly range: Range; readonly placeholder: string } | Refusal | undefined;
  doRename(document: TextDocument, position: Position, newName: string, renamesFiles: boolean): WorkspaceEdit | Refusal | undefined;
  doLinks(document: TextDocument): readonly DocumentLink[];
  doSelections(document: TextDocument, positions: readonly Position[]): readonly SelectionRange[];
  /** One range for each path, in order; null where no case has the id. */
  expectationRanges(document: TextDocument, caseId: string, paths: readonly CasePath[]): readonly (Range | null)[];
  casesIn(document: TextDocument): readonly { readonly id: string; readonly range: Range }[];
  /** The file of tools that config.yaml beside or above this file names. */
  toolFileOf(uri: string): string | undefined;
  /** What the index of the workspace takes of a case file on screen. `idKey` is another text whenever its ids are others. */
  indexed(document: TextDocument): { readonly idKey: string; ids(): readonly string[]; entry(): IndexedFile };
  /** Lets go of what is remembered of a file that is gone. */
  forget(uri: string): void;
}

export function createLanguageService(workspace: CaseWorkspace, commands: LensCommands): LanguageService {
  const files = new ParsedFiles();
  const surroundings = new Surroundings(workspace, files);
  const around = new NamesAround(workspace, files);
  const isCase = (document: TextDocument): boolean => kindOf(document.uri) === 'case';
  const parsed = (document: TextDocument) => files.get(document.uri, document.getText());
  const shown = new Map<string, { readonly text: string; readonly problems: readonly Problem[] }>();
  function check(document: TextDocument): readonly Problem[] {
    const text = document.getText();
    const problems = problemsOf(document, files, surroundings);
    shown.set(document.uri, { text, problems });
    return problems;
  }
  /** Fixes and hovers are asked for at every move of the cursor: they speak of the problems last shown for this text. */
  function problemsShown(document: TextDocument): readonly Problem[] {
    const last = shown.get(document.uri);
    return last?.text === document.getText() ? last.problems : check(document);
  }
  return {
    doDiagnostics: (document) => check(document).map((problem) => toDiagnostic(document, problem, workspace)),
    doComplete(document, position) {
      const kind = kindOf(document.uri);
      return kind ? completionsAt(document, position, kind, surroundings) : { isIncomplete: false, items: [] };
    },
    doHover(document, position) {
      const kind = kindOf(document.uri);
      return kind ? hoverAt(document, position, kind, kind === 'case' ? parsed(document) : undefined, problemsShown(document), workspace, surroundings) : undefined;
    },
    doCodeActions: (document, range) => codeActionsFor(document, range, problemsShown(document), workspace),
    doRefactorings(document, range, { createsFiles, asked }) {
      if (!isCase(document)) return [];
      const file = parsed(document);
      const offset = document.offsetAt(range.start);
      const here = file.cases.find((each) => each.range.start <= offset && offset <= each.range.end);
      return refactoringActions(document, refactoringsAt({ uri: document.uri, file, offset, parsed: here, path: here ? pathAt(here.node, offset) : [], workspace, surroundings, createsFiles, asked }));
    },
    doFixAllOfCode(document, range) {
      const problems = problemsShown(document);
      return fixAllOfCode(document, touching(document, range, problems), problems);
    },
    doFixAll: (document) => fixAllIn(document, problemsShown(document), (after) => problemsOf(after, new ParsedFiles(), surroundings)),
    doCodeLenses: (document) => (isCase(document) ? codeLensesOf(document, parsed(document), workspace, surroundings, commands) : []),
    doSymbols: (document) => (isCase(document) ? symbolsOf(document, parsed(document)) : []),
    doWorkspaceSymbols: (query) => [...workspaceSymbolsIn(query, workspace.index?.().allFiles() ?? [])],
    doFolding: (document) => (kindOf(document.uri) ? foldingRangesOf(document.getText()) : []),
    doDefinition: (document, position) => definitionsAt(document, document.offsetAt(position), around, surroundings),
    doReferences: (document, position, withDefinition) => referencesAt(document, document.offsetAt(position), withDefinition, around),
    prepareRename: (document, position, renamesFiles) => orRefusal(() => prepareRename(document, document.offsetAt(position), { around, renamesFiles })),
    doRename: (document, position, newName, renamesFiles) => orRefusal(() => renameAt(document, document.offsetAt(position), newName, { around, surroundings, files, renamesFiles })),
    doLinks: (document) => documentLinksOf(document, around),
    doSelections: (document, positions) => (isCase(document) ? selectionRangesOf(document, positions, parsed(document)) : []),
    expectationRanges: (document, caseId, paths) => (isCase(document) ? expectationRangesOf(document, parsed(document), caseId, paths) : paths.map(() => null)),
    casesIn: (document) => (isCase(document) ? casesIn(document, parsed(document)) : []),
    toolFileOf: (uri) => surroundings.toolFileUri(uri),
    indexed(document) {
      const file = parsed(document);
      const ids = () => file.cases.flatMap((each) => each.id ?? []);
      return { idKey: file.blocks ? `version ${file.blocks.idVersion}` : file.cases.map((each) => each.id).join('\n'), ids, entry: () => indexEntryOf(document.uri, file) };
    },
    forget(uri) {
      files.forget(uri);
      surroundings.forget(uri);
      around.forget(uri);
      shown.delete(uri);
    },
  };
}
