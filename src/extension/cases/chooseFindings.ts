import * as vscode from 'vscode';
import { plural } from '../../core/display/numbers.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { RedactionFinding } from '../../protocol/makeApi.ts';
import { plainItem } from '../services/plainItem.ts';

type Choice = vscode.QuickPickItem & { readonly id: number | null };

const headings = { secret: 'Likely secrets', personal: 'Personal data' } as const;

function choicesFor(findings: readonly RedactionFinding[], kind: RedactionFinding['kind']): readonly Choice[] {
  const rows = findings.filter((finding) => finding.kind === kind).map((finding): Choice => plainItem({
    id: finding.id,
    // The replacement names what was found, as in [personal:email].
    label: `${oneLine(finding.excerpt, 80)} → ${finding.replacement}`,
    detail: `In ${finding.where}`,
    picked: true,
  }));
  return rows.length === 0 ? [] : [{ id: null, label: headings[kind], kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

/**
 * Shows what looks like a secret or personal data before anything is written; all are ticked to be replaced.
 * Resolves to the ids to replace; undefined when it was put away, and then nothing is written.
 */
export async function chooseFindings(findings: readonly RedactionFinding[]): Promise<readonly number[] | undefined> {
  const chosen = await vscode.window.showQuickPick([...choicesFor(findings, 'secret'), ...choicesFor(findings, 'personal')], {
    canPickMany: true,
    title: `${plural(findings.length, 'finding')}: choose what to replace; OK writes the case`,
    placeHolder: 'Ticked: replaced. Not ticked: written as it is.',
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  return chosen?.flatMap((choice) => choice.id ?? []);
}
