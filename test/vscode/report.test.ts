import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

const cut = 'support-cut.otlp.jsonl';

/** The example's export, with its third line cut off in the middle. */
function cutALine(workspace: string): void {
  const lines = readFileSync(join(workspace, 'traces', 'support-2026-11.otlp.jsonl'), 'utf8').split('\n');
  lines[2] = lines[2]?.slice(0, 80) ?? '';
  writeFileSync(join(workspace, 'traces', cut), lines.join('\n'));
}

describe('the import report', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({ workspace: inProject('examples', 'support-agent'), name: 'report', prepare: cutALine });
    await vscode.window.open('Casebook');
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  test('before an import it says what will be there', async () => {
    const { window } = vscode;
    await window.run('Casebook: Show Last Import Report');
    await window.webview().content.getByRole('heading', { name: 'No import in this window yet' }).waitFor();
  });

  test('an import is told in one sentence, and the open report follows', async () => {
    const { window } = vscode;
    await window.run('Casebook: Import Traces…');
    await window.quickInput.acceptFile(join(vscode.workspace, 'traces', cut));
    const toast = window.toast(/^Imported 23 traces/);
    await toast.waitFor();
    const { content } = window.webview();
    await content.getByText('23 traces, 23 new, 1 warning').waitFor();
    await window.dismissToasts();
    await vscode.picture('1-report');
    expect(await window.webview().violations()).toEqual([]);
  });

  test('what to switch on comes from the traces', async () => {
    const { content } = vscode.window.webview();
    await content.getByRole('button', { name: 'What to switch on' }).click();
    await content.getByText('casebook feedback import verdicts.csv').waitFor();
    await vscode.picture('2-advice');
  });

  test('a warning opens the export at its line', async () => {
    const { window } = vscode;
    await window.webview().content.getByRole('button', { name: 'Line 3' }).click();
    const editor = window.editor(cut);
    await editor.ready();
    await vscode.picture('3-line');
    await vscode.page.getByText('Ln 3, Col 1').first().waitFor();
    expect(vscode.errors).toEqual([]);
  });
});
