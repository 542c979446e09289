import * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { RedactionFinding } from '../../protocol/engineApi.ts';

type Choice = vscode.QuickPickItem & { readonly id: number };

/**
 * Shows what looks like a secret or personal data before anything is written; all are ticked to be replaced.
 * Resolves to the ids to replace; undefined when it was put away, and then nothing is written.
 */
export async function chooseFindings(findings: readonly RedactionFinding[]): Promise<readonly number[] | undefined> {
  const choices = findings.map((finding): Choice => ({
    id: finding.id,
    label: `${oneLine(finding.excerpt, 80)} → ${finding.replacement}`,
    description: finding.detector,
    detail: `${finding.kind === 'secret' ? 'Likely secret' : 'Personal data'} in ${finding.where}`,
    picked: true,
  }));
  const chosen = await vscode.window.showQuickPick(choices, {
    canPickMany: true,
    title: `${plural(findings.length, 'likely secret or piece', 'likely secrets or pieces')} of personal data`,
    placeHolder: 'Ticked: replaced. Not ticked: written as it is.',
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  return chosen?.map((choice) => choice.id);
}
