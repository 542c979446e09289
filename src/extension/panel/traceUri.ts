import * as vscode from 'vscode';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import { traceTitle } from '../display/traceRow.ts';
import { tabLabel } from '../display/tabLabel.ts';
import type { TraceRef } from '../services/commands.ts';

/** A trace as a document of the editor: so it has preview tabs, Go Back, and a tab that comes back after a reload, as files have. */
export const traceScheme = 'casebook-trace';

/**
 * The tab is named by what stands last in `label`, and shows the whole of it when the pointer rests on it: package.json
 * (resourceLabelFormatters) tells the editor so.
 */
export function traceUri(folder: string, summary: TraceSummary): vscode.Uri {
  const title = traceTitle(summary).replaceAll(/[/\\]/gu, '∕').trim();
  const name = title === '' || title === '.' || title === '..' ? summary.id : title;
  return vscode.Uri.from({ scheme: traceScheme, path: `/${summary.id}/${name}`, query: JSON.stringify({ folder, label: tabLabel(summary, name) }) });
}

/** Undefined where somebody else made the link. */
export function traceOf({ scheme, path, query }: vscode.Uri): TraceRef | undefined {
  const trace = path.split('/')[1];
  const folder = folderIn(query);
  return scheme === traceScheme && trace !== undefined && trace !== '' && folder !== '' ? { folder, trace } : undefined;
}

/** Tabs of before had the folder alone there. */
function folderIn(query: string): string {
  if (!query.startsWith('{')) return query;
  try {
    const { folder } = JSON.parse(query) as { readonly folder?: unknown };
    return typeof folder === 'string' ? folder : '';
  } catch {
    return ''; // somebody else made the link
  }
}
