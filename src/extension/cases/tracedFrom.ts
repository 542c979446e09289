import * as vscode from 'vscode';

export type CaseOrigin = { readonly traceId: string | undefined; readonly recording: vscode.Uri | undefined };

/** The trace a case was made from, as its recording says, and the recording itself. */
export async function tracedFrom(folder: string, caseId: string): Promise<CaseOrigin> {
  const recording = vscode.Uri.joinPath(vscode.Uri.file(folder), 'casebook', 'recordings', `${caseId}.json`);
  const bytes = await vscode.workspace.fs.readFile(recording).then((read) => read, () => undefined);
  return bytes ? { traceId: traceIdIn(new TextDecoder().decode(bytes)), recording } : { traceId: undefined, recording: undefined };
}

function traceIdIn(text: string): string | undefined {
  try {
    const { source } = JSON.parse(text) as { readonly source?: { readonly traceId?: unknown } };
    return typeof source?.traceId === 'string' ? source.traceId : undefined;
  } catch {
    // A recording that is no JSON names no trace; validation says what is wrong with it.
    return undefined;
  }
}
