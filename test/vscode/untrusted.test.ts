import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
    await window.dismissToasts();
  });

  test('the Test Explorer runs nothing either: VS Code itself asks for trust first', async () => {
    const { window } = vscode;
    await window.open(/^Testing/);
    await window.sidebar.item(/^small-talk-needs-no-tool /).waitFor();
    await window.run('Test: Run All Tests');
    await window.dialog().getByText('Running tests may execute code in your workspace.').waitFor();
    await window.dialog().getByRole('button', { name: 'Cancel' }).click();
    await window.sidebar.item(/^small-talk-needs-no-tool \(Not yet run\)/).waitFor();
    expect(existsSync(join(vscode.workspace, '.casebook/runs'))).toBe(false);
  });

  test('a case that names its own target is answered from its recording alone', async () => {
    const { window } = vscode;
    const config = join(vscode.workspace, 'casebook/config.yaml');
    writeFileSync(config, readFileSync(config, 'utf8').replace('defaultTarget: faulty', 'defaultTarget: replay'));
    const file = join(vscode.workspace, 'casebook/cases/small-talk.case.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}targets: [faulty]\n`);
    await window.dismissToasts();
    await window.run('Casebook: Run All Cases');
    await window.statusBar(/^Casebook: Last run of cases on replay: 4 n\/a$/).waitFor();
  });
});
