import * as vscode from 'vscode';
import { lineOfCase } from './lineOfCase.ts';

/** Enough for any workspace whose files can still be looked through in a moment. */
const most = 5000;

export type CasePlace = { readonly uri: vscode.Uri; readonly line: number };

async function placeIn(uri: vscode.Uri, id: string): Promise<CasePlace | undefined> {
  const bytes = await vscode.workspace.fs.readFile(uri).then((read) => read, () => undefined);
  const line = bytes && lineOfCase(new TextDecoder().decode(bytes), id);
  return line === undefined ? undefined : { uri, line };
}

/** Where a case is written: in the file named after it, else in any case file of the folder. */
export async function findCase(folder: string, id: string): Promise<CasePlace | undefined> {
  const named = await placeIn(vscode.Uri.joinPath(vscode.Uri.file(folder), 'casebook', 'cases', `${id}.case.yaml`), id);
  if (named) return named;
  const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '**/*.case.{yaml,yml,json}');
  for (const uri of await vscode.workspace.findFiles(pattern, '**/node_modules/**', most)) {
    const place = await placeIn(uri, id);
    if (place) return place;
  }
  return undefined;
}

export async function openCaseAt({ uri, line }: CasePlace): Promise<void> {
  const start = new vscode.Position(line, 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(start, start), preview: false });
}
