import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

const table = (from: number) => `ticket;asked by;body;reply;llm;took_ms;thumb\n${[
  ['ana', 'Where is my parcel?', 'In Kiel; with you tomorrow.', 'm-1', '2140', 'up'], ['bo', 'May I return a jacket?', 'Yes, within 30 days.', 'm-1', '1730', 'down'],
].map((cells, n) => [`T-${from + n}`, ...cells].map((cell) => `"${cell}"`).join(';')).join('\n')}\n`;

describe('rows of one\'s own', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({
      workspace: inProject('examples', 'support-agent'), name: 'mapColumns',
      prepare: (workspace) => {
        mkdirSync(join(workspace, 'desk'));
        writeFileSync(join(workspace, 'desk', 'tickets-1.csv'), table(1001));
        writeFileSync(join(workspace, 'desk', 'tickets-2.csv'), table(2001));
      },
    });
    await vscode.window.open('Casebook');
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const importFile = async (name: string): Promise<void> => {
    await vscode.window.run('Casebook: Import Traces…');
    await vscode.window.quickInput.acceptFile(join(vscode.workspace, 'desk', name));
  };

  test('are not refused: the message leads to the page that maps them', async () => {
    await importFile('tickets-1.csv');
    const toast = vscode.window.toast(/Map its columns to import it\./);
    await toast.getByRole('button', { name: 'Map Columns…' }).click();
    const { content } = vscode.window.webview();
    await content.locator('.previewRow').getByText('In Kiel; with you tomorrow.').waitFor();
    expect(await content.getByRole('combobox', { name: 'Answer', exact: true }).inputValue()).toBe('reply');
    await vscode.picture('1-guess');
    expect(await vscode.window.webview().violations()).toEqual([]);
  });

  test('what the guess left open is chosen, and seen at once', async () => {
    const { content } = vscode.window.webview();
    await content.getByRole('combobox', { name: 'Question', exact: true }).selectOption('body');
    await content.locator('.previewRow').getByText('Where is my parcel?').waitFor();
    await vscode.picture('2-chosen');
  });

  test('the import closes the page; the map is in config.yaml, whose comments stay', async () => {
    const before = readFileSync(join(vscode.workspace, 'casebook', 'config.yaml'), 'utf8');
    await vscode.window.webview().content.getByRole('button', { name: 'Import' }).click();
    await vscode.window.toast(/^Imported 2 traces, 1 failing.*The column map for desk\/tickets-\*\.csv is in casebook\/config\.yaml/).waitFor();
    await vscode.window.sidebar.item(/^Where is my parcel\?/).waitFor();
    const after = readFileSync(join(vscode.workspace, 'casebook', 'config.yaml'), 'utf8');
    expect(after.startsWith(before.trimEnd())).toBe(true);
    expect(after).toContain('tickets-*.csv');
    await vscode.picture('3-imported');
    await vscode.window.dismissToasts();
  });

  test('the next file of that name is read by itself', async () => {
    await importFile('tickets-2.csv');
    await vscode.window.toast(/^Imported 2 traces/).waitFor();
    expect(existsSync(join(vscode.workspace, '.casebook', 'casebook.db'))).toBe(true);
    expect(vscode.errors).toEqual([]);
  });
});
