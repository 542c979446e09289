import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

describe('an export reopened with Casebook', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({
      workspace: inProject('examples', 'support-agent'), name: 'export', settings: { 'casebook.reviewer': 'ada' },
      prepare: (workspace) => {
        writeFileSync(join(workspace, 'one.json'), JSON.stringify({ messages: [{ role: 'user', content: 'Is it open on Sunday?' }, { role: 'assistant', content: 'No, it is closed.' }] }));
        writeFileSync(join(workspace, 'none.json'), '{"name": "no trace", "version": 1}');
      },
    });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  async function reopen(name: string): Promise<void> {
    const { window } = vscode;
    await window.openFile(name);
    await window.run('View: Reopen Editor With...');
    await window.quickInput.accept('Casebook', /^Select editor for/);
  }

  test('several traces are listed, oldest first', async () => {
    await reopen('support-2026-11.otlp.jsonl');
    const { content } = vscode.window.webview();
    await content.getByRole('heading', { name: 'support-2026-11.otlp.jsonl' }).waitFor();
    await content.getByText(/^24 traces · 6 failing/).waitFor();
    const rows = content.getByRole('grid', { name: 'Traces' }).getByRole('row');
    expect(await rows.nth(1).getAttribute('aria-label')).toMatch(/^What's the status of order 12345\?/);
    await vscode.picture('1-list');
  });

  test('axe finds nothing in the list', async () => {
    const page = vscode.window.webview();
    expect(await page.violations()).toEqual([]);
    expect(await page.overflow()).toBe(0);
  });

  test('words of the texts narrow it, and Enter on a row opens the trace in a preview tab', async () => {
    const { page, window } = vscode;
    const { content } = window.webview();
    await content.getByRole('searchbox').fill('refund');
    await content.getByText(/^\d+ of 24 hold it$/).waitFor();
    await content.getByRole('searchbox').fill('');
    await content.getByText(/^24 traces · 6 failing/).waitFor();
    await content.getByRole('row', { name: /^What's the status of order 12345\?/ }).focus();
    await page.keyboard.press('Enter');
    await window.editorTab(/^What's the status of order 12345/).waitFor();
    await window.webview().content.getByRole('treegrid', { name: 'Steps' }).waitFor();
  });

  test('a file of one trace is that trajectory', async () => {
    await reopen('one.json');
    await vscode.window.webview().content.getByRole('treegrid', { name: 'Steps' }).waitFor();
    await vscode.window.webview().content.getByRole('heading', { name: /Is it open on Sunday/ }).waitFor();
    await vscode.picture('2-one');
  });

  test('a file without a trace says so, and opens as text', async () => {
    await reopen('none.json');
    const { content } = vscode.window.webview();
    await content.getByRole('heading', { name: 'No trace in this file' }).waitFor();
    await vscode.picture('3-none');
    await content.getByRole('button', { name: 'Open as text' }).click();
    await vscode.window.editor('none.json').part.getByText('no trace').first().waitFor();
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
