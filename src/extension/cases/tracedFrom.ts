import * as vscode from 'vscode';
import type { LensArguments } from '../../protocol/lsp.ts';
import type { CaseLanguage } from './caseLanguage.ts';
import { traceIdIn, traceIdOfRecording } from './traceIdIn.ts';

export type CaseOrigin = { readonly traceId: string | undefined; readonly recording: vscode.Uri | undefined };

/** The trace a case was made from, as the case says, else as its recording does; and the recording itself. */
export async function tracedFrom(language: CaseLanguage, folder: string, { uri, caseId }: LensArguments): Promise<CaseOrigin> {
  const recording = vscode.Uri.joinPath(vscode.Uri.file(folder), 'casebook', 'recordings', `${caseId}.json`);
  const bytes = await vscode.workspace.fs.readFile(recording).then((read) => read, () => undefined);
  const file = vscode.Uri.parse(uri);
  const [document, cases] = await Promise.all([vscode.workspace.openTextDocument(file), language.casesIn(file)]);
  const range = cases.find((each) => each.id === caseId)?.range;
  const written = range && traceIdIn(document.getText(new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character)));
  return { traceId: written ?? (bytes && traceIdOfRecording(new TextDecoder().decode(bytes))), recording: bytes && recording };
}
