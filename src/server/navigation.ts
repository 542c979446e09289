import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Connection, ServerCapabilities } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageService } from '../language/languageService.ts';
import type { Refusal } from '../language/rename.ts';

export const navigationCapabilities: ServerCapabilities = {
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentLinkProvider: {},
  selectionRangeProvider: true,
};

/** Symbols of the workspace, folding, definitions, references, renames and links. */
export function serveNavigation(connection: Connection, service: LanguageService, documentAt: (uri: string) => TextDocument, renamesFiles: () => boolean): void {
  connection.onWorkspaceSymbol(({ query }) => [...service.doWorkspaceSymbols(query)]);
  connection.onFoldingRanges(({ textDocument }) => [...service.doFolding(documentAt(textDocument.uri))]);
  connection.onDefinition(({ textDocument, position }) => [...service.doDefinition(documentAt(textDocument.uri), position)]);
  connection.onReferences(({ textDocument, position, context }) => [...service.doReferences(documentAt(textDocument.uri), position, context.includeDeclaration)]);
  connection.onPrepareRename(({ textDocument, position }) => orRefused(service.prepareRename(documentAt(textDocument.uri), position, renamesFiles())));
  connection.onRenameRequest(({ textDocument, position, newName }) => orRefused(service.doRename(documentAt(textDocument.uri), position, newName, renamesFiles())));
  connection.onDocumentLinks(({ textDocument }) => [...service.doLinks(documentAt(textDocument.uri))]);
  connection.onSelectionRanges(({ textDocument, positions }) => [...service.doSelections(documentAt(textDocument.uri), positions)]);
}

/** Why something cannot be renamed is shown at the name. */
const orRefused = <T extends object>(answer: T | Refusal | undefined): T | ResponseError | null => (answer === undefined ? null : 'refused' in answer ? new ResponseError(LSPErrorCodes.RequestFailed, answer.refused) : answer);
