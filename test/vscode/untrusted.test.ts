import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

describe('in a folder that is not trusted', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({ workspace: inProject('examples', 'support-agent'), name: 'untrusted', untrusted: true, settings: { 'casebook.reviewer': 'ada' } });
    await vscode.window.open('Casebook');
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  test('traces are imported and read', async () => {
    const { window } = vscode;
    await window.run('Casebook: Import Traces…');
    await window.quickInput.acceptFile(join(vscode.workspace, 'traces', 'support-2026-11.otlp.jsonl'));
    await window.toast(/^Imported 24 traces/).waitFor();
    await window.dismissToasts();
    await window.sidebar.item(/^What's the status of order 12345/).click();
    await window.webview().content.getByRole('treegrid').getByRole('row', { name: /^Step 1,/ }).waitFor();
    await vscode.picture('panel');
  });

  test('a case cannot be run, and its lens says why', async () => {
    const { window } = vscode;
    const editor = await window.openFile('casebook/cases/orders.case.yaml');
    await expect.poll(() => editor.lenses()).toContain('Run (needs trust)');
    await editor.lens('Run (needs trust)').click();
    await window.toast(/^Running is off in Restricted Mode/).waitFor();
    await vscode.picture('run');
  });
});
