import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { recordingOf } from '../core/cases/wants.ts';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

const desk = `id: desk-answers-quickly
kind: capability
query: Is the desk open?
expectedTool: getOpeningHours
expectedBehavior: Names the opening hours
trajectory:
  steps:
    - id: hours
      tool: getOpeningHours
metadata: {difficulty: easy, coverage: [desk]}
`;
const more = `casebook: 1
suite: desk
cases:
  - id: desk-is-closed
    kind: capability
    query: Is the desk open on Sunday?
    expectedTool: getOpeningHours
    expectedBehavior: Says that it is closed
    metadata: {difficulty: easy, coverage: [desk, orders]}
`;

describe('names across files, and cases for other tools', () => {
  let vscode: VSCode;
  const path = (...parts: string[]): string => join(vscode.workspace, 'casebook', ...parts);
  const read = (...parts: string[]): string => (existsSync(path(...parts)) ? readFileSync(path(...parts), 'utf8') : '');

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({
      workspace: inProject('examples', 'support-agent'), name: 'language',
      prepare: (workspace) => {
        const casebook = join(workspace, 'casebook');
        writeFileSync(join(casebook, 'cases', 'desk.case.yaml'), desk);
        writeFileSync(join(casebook, 'cases', 'opening.case.yaml'), more);
        writeFileSync(join(casebook, 'config.yaml'), 'casebook: 1\ntags: [orders, refunds, approval, shipments, no-tool, desk]\n');
        mkdirSync(join(casebook, 'recordings'), { recursive: true });
        writeFileSync(join(casebook, 'recordings', 'desk-answers-quickly.json'), JSON.stringify(recordingOf('desk-answers-quickly'), null, 2));
      },
    });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const press = (key: string): Promise<void> => vscode.page.keyboard.press(key);
  const active = (name: string): Promise<void> => vscode.page.locator('.part.editor .tab.active').filter({ hasText: name }).waitFor();
  async function rename(to: string): Promise<void> {
    const box = vscode.page.locator('.rename-box input');
    // A server that has not seen the file yet has nothing to rename.
    await expect.poll(async () => {
      if (!(await box.isVisible())) await press('F2');
      return box.isVisible();
    }).toBe(true);
    await box.fill(to);
    await box.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  test('F12 on a tag leads to where config.yaml lists it', async () => {
    const editor = await vscode.window.openFile('desk.case.yaml');
    await editor.lens(/Run/u).waitFor();
    await editor.goTo(10, 42);
    await press('F12');
    await active('config.yaml');
    // A language of its own, without the words of the document among what is offered, in the colours of YAML.
    await vscode.page.locator('[id="status.editor.mode"]').getByText('Casebook Settings').waitFor();
    const colours = () => vscode.page.locator('.editor-instance .view-line').nth(1).locator('span[class^="mtk"]').evaluateAll((spans) => new Set(spans.map((span) => span.className)).size);
    await expect.poll(colours).toBeGreaterThan(1);
  });

  test('its references stand in all files', async () => {
    const editor = await vscode.window.openFile('desk.case.yaml');
    await editor.goTo(10, 42);
    await press('Shift+F12');
    const peek = vscode.page.locator('.reference-zone-widget');
    for (const name of ['desk.case.yaml', 'opening.case.yaml', 'config.yaml']) await peek.getByText(name, { exact: true }).first().waitFor();
    await vscode.picture('1-references');
    await press('Escape');
    await peek.waitFor({ state: 'hidden' });
  });

  test('F2 renames it in all of them', async () => {
    await (await vscode.window.openFile('desk.case.yaml')).goTo(10, 42);
    await rename('front-desk');
    await expect.poll(() => [read('cases', 'desk.case.yaml'), read('cases', 'opening.case.yaml'), read('config.yaml')]).toEqual([
      desk.replace('[desk]', '[front-desk]'), more.replace('[desk, orders]', '[front-desk, orders]'), 'casebook: 1\ntags: [orders, refunds, approval, shipments, no-tool, front-desk]\n',
    ]);
  });

  test('F2 on a case takes its recording along', async () => {
    await (await vscode.window.openFile('desk.case.yaml')).goTo(1, 8);
    await rename('desk-answers');
    await expect.poll(() => read('cases', 'desk.case.yaml')).toMatch(/^id: desk-answers\n/u);
    await expect.poll(() => read('recordings', 'desk-answers.json')).toContain('"case": "desk-answers"');
    expect(existsSync(path('recordings', 'desk-answers-quickly.json'))).toBe(false);
  });

  test('the outline holds the steps; symbols of all files are found by their id', async () => {
    const { quickInput } = vscode.window;
    await (await vscode.window.openFile('desk.case.yaml')).ready();
    await press('Control+Shift+O');
    await quickInput.option(/^desk-answers/u).waitFor();
    await quickInput.option(/hours/u).waitFor();
    await quickInput.cancel();
    await press('Control+P');
    await quickInput.fill('#desk-is-closed');
    await quickInput.option(/desk-is-closed/u).click();
    await active('opening.case.yaml');
  });

  test('folding leaves a line a case', async () => {
    const editor = vscode.window.editor('opening.case.yaml');
    await editor.ready();
    await vscode.window.run('Fold All');
    await expect.poll(() => editor.visibleText()).not.toContain('desk-is-closed');
    await vscode.window.run('Unfold All');
    await expect.poll(() => editor.visibleText()).toContain('expectedTool');
  });

  test('cases go to promptfoo and come back as they were, under new ids', async () => {
    const { window } = vscode;
    await (await window.openFile('opening.case.yaml')).ready();
    await window.run('Casebook: Export Cases…');
    await window.quickInput.pick('Cases of opening.case.yaml');
    await window.quickInput.pick(/^promptfoo/u);
    const target = join(vscode.workspace, 'desk.promptfoo.yaml');
    // While the dialog reads its first folder it would overwrite what is typed.
    await window.quickInput.option('..').waitFor();
    await window.quickInput.accept(target);
    await window.toast(/^1 case as promptfoo/u).waitFor();
    expect(readFileSync(target, 'utf8')).toContain('Is the desk open on Sunday?');
    await window.dismissToasts();

    const before = readdirSync(path('cases'));
    await window.run('Casebook: Import Cases…');
    await window.quickInput.acceptFile(target);
    await window.dialog().getByRole('button', { name: 'Import with New Ids' }).click();
    await window.toast(/^1 case .*promptfoo/u).waitFor();
    const [made = ''] = readdirSync(path('cases')).filter((name) => !before.includes(name));
    const [original, imported] = [read('cases', 'opening.case.yaml'), read('cases', made)].map((text) => parseCaseFile(text).cases[0]?.value);
    // What promptfoo's file said of the old id is kept aside.
    expect(imported?.metadata?.x).toHaveProperty('kept');
    expect({ ...imported, metadata: { ...imported?.metadata, x: undefined } }).toEqual({ ...original, id: 'desk-is-closed-2' });
    await vscode.picture('2-imported');
  });

  test('two editors on one file say the same, once', async () => {
    const { page, window } = vscode;
    await (await window.openFile('opening.case.yaml')).ready();
    await window.run('View: Split Editor Right');
    const groups = page.locator('.part.editor .editor-group-container');
    await expect.poll(() => groups.count()).toBe(2);
    await press('Control+End');
    await page.keyboard.insertText('  - {id: desk-is-closed, kind: capability, query: q, expectedTool: null, expectedBehavior: b, epochz: 3}');
    for (const group of [groups.first(), groups.last()]) await group.locator('.squiggly-error').first().waitFor();
    const problems = await window.problems();
    await expect.poll(() => problems.getByText(/There is no key epochz/u).count()).toBe(1);
    await vscode.picture('3-two-editors');
  });

  test('the file of tools that config.yaml names is judged while it is open, and no longer than it is named', async () => {
    const warnings = vscode.page.locator('.editor-instance .squiggly-warning');
    await vscode.window.openFile('tools.mended.json');
    writeFileSync(path('config.yaml'), 'casebook: 1\ntools: agent/tools.mended.json\n');
    await warnings.first().waitFor();
    writeFileSync(path('config.yaml'), 'casebook: 1\n');
    await expect.poll(() => warnings.count()).toBe(0);
  });

  test('nothing went wrong unseen', () => {
    expect(vscode.errors).toEqual([]);
  });
});
