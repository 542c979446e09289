import * as vscode from 'vscode';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import { traceTitle } from '../display/traceRow.ts';
import type { TraceRef } from '../services/commands.ts';

/** A trace as a document of the editor: so it has preview tabs, Go Back, and a tab that comes back after a reload, as files have. */
export const traceScheme = 'casebook-trace';

/** The tab is named by the last part of the path, which therefore holds the title; a slash in it would cut it. */
export function traceUri(folder: string, summary: TraceSummary): vscode.Uri {
  const title = traceTitle(summary).replaceAll(/[/\\]/gu, '∕').trim();
  return vscode.Uri.from({ scheme: traceScheme, path: `/${summary.id}/${title === '' || title === '.' || title === '..' ? summary.id : title}`, query: folder });
}

/** Undefined where somebody else made the link. */
export function traceOf({ scheme, path, query }: vscode.Uri): TraceRef | undefined {
  const trace = path.split('/')[1];
  return scheme === traceScheme && trace !== undefined && trace !== '' && query !== '' ? { folder: query, trace } : undefined;
}
