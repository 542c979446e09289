import { dirname, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';

/** The file a trace was read from, or the archive or folder that holds it; undefined when none is there any more. `file` is as a trace names it. */
export async function sourceOnDisk(folder: string, file: string): Promise<vscode.Uri | undefined> {
  const path = isAbsolute(file) ? file : join(folder, file);
  for (const each of [path, dirname(path), dirname(dirname(path))]) {
    const uri = vscode.Uri.file(each);
    const found = await vscode.workspace.fs.stat(uri).then(({ type }) => type, () => undefined);
    if (found !== undefined) return each === path || (found & vscode.FileType.File) !== 0 ? uri : undefined;
  }
  return undefined;
}
