import * as vscode from 'vscode';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { formatDate, formatDuration } from '../../core/display/time.ts';
import type { RunHeader } from '../../core/model/runView.ts';
import type { FolderEngine } from '../services/engines.ts';
import { plainItem } from '../services/plainItem.ts';

const icons = { failed: 'error', broken: 'warning', passed: 'pass', nothing: 'circle-slash' } as const;

export function runIcon({ counts }: Pick<RunHeader, 'counts'>): string {
  return icons[counts.fail > 0 ? 'failed' : counts.error > 0 ? 'broken' : counts.pass > 0 ? 'passed' : 'nothing'];
}

/** "3 of 24 fail on faulty". */
export function runWords({ counts, cases, undecided, targets }: RunHeader): string {
  const told = (['fail', 'error', 'n/a'] as const).flatMap((outcome) => (counts[outcome] > 0 ? [`${formatCount(counts[outcome])} ${outcome}`] : []));
  const on = targets.length === 0 ? '' : ` on ${targets.slice(0, 2).join(', ')}${targets.length > 2 ? ` and ${targets.length - 2} more` : ''}`;
  if (cases === 0) return `${plural(undecided, 'case')} that ${undecided === 1 ? 'decides' : 'decide'} nothing${on}`;
  return `${told.length === 0 ? `${plural(cases, 'case')}: all pass` : `${plural(cases, 'case')}: ${formatCount(counts.pass)} pass, ${told.join(', ')}`}${on}`;
}

/** When it was, and what is odd about it. */
function when({ at, run, durationMs, finished, running, cancelled }: RunHeader): string {
  const parts = [at === null ? run : formatDate(Date.parse(at) * 1000), durationMs === null ? null : formatDuration(durationMs), finished ? null : running ? 'goes on' : 'killed before its end', cancelled ? 'cancelled' : null];
  return parts.filter((part) => part !== null).join(', ');
}

/** Asks which run, newest first; undefined where the question was put away. `null`: there is none. */
export async function chooseRun({ client }: FolderEngine, current?: string): Promise<string | undefined | null> {
  const { runs } = await client.listRuns({});
  if (runs.length === 0) return null;
  const items = runs.map((header) => plainItem({ label: runWords(header), description: header.run === current ? 'shown' : '', detail: when(header), run: header.run }, runIcon(header)));
  return (await vscode.window.showQuickPick(items, { title: 'Show Run', placeHolder: 'Which run? The newest is first', matchOnDetail: true }))?.run;
}
