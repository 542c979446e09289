import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Editor } from './editor.ts';
import { openExample, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';

const name = 'typed.case.yaml';

const whole = `query: Where is the parcel of order 12402?
id: where-is-the-parcel-of-order-12402
kind: capability
trajectory:
  steps:
    - tool: getShipmentByOrderId
      args:
        orderId: "12402"
metadata:
  difficulty: easy
`;

describe('a case typed from nothing', () => {
  let vscode: VSCode;
  let editor: Editor;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openExample({ name: 'typing', prepare: (workspace) => writeFileSync(join(workspace, 'casebook', 'cases', name), '') });
    editor = await vscode.window.openFile(`casebook/cases/${name}`);
    await editor.ready();
    await editor.part.click();
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const press = (key: string): Promise<void> => vscode.page.keyboard.press(key);
  const text = async (): Promise<string> => (await editor.visibleText()).replaceAll(/[ \t]+$/gm, '').trimEnd();
  const shown = async (expected: string): Promise<void> => {
    await expect.poll(text).toBe(expected.trimEnd());
  };
  const lines = (count: number): string => whole.split('\n').slice(0, count).join('\n');
  /** Ends a line without taking what is offered. */
  const nextLine = async (): Promise<void> => {
    await press('Escape');
    await press('Enter');
  };

  test('the question is the one thing to write; its name follows from it', async () => {
    await editor.complete('query', 'qu');
    await editor.type('Where is the parcel of order 12402?');
    await nextLine();
    await editor.complete('id', 'i');
    await editor.complete('where-is-the-parcel-of-order-12402');
    await shown(lines(2));
  });

  test('keys lead to their values', async () => {
    await nextLine();
    await editor.complete('kind', 'ki');
    await vscode.picture('1-kinds');
    await editor.complete('capability');
    await shown(lines(3));
  });

  test('a step is made of what the traces called', async () => {
    await nextLine();
    await editor.complete('trajectory', 'tr');
    await editor.complete('steps', 'st');
    await vscode.page.locator('.suggest-widget.visible').getByText(/^in \d+ traces$/).first().waitFor();
    await vscode.picture('2-tools');
    await editor.complete('getShipmentByOrderId');
    await nextLine();
    await editor.complete('args', 'ar');
    await editor.complete('orderId');
    await vscode.page.locator('.suggest-widget.visible').getByText(/^in \d+ calls?$/).first().waitFor();
    await vscode.picture('3-values');
    await editor.complete('12402');
    await shown(lines(8));
  });

  test('and the rest', async () => {
    await nextLine();
    await press('Shift+Home');
    await press('Delete');
    await editor.complete('metadata', 'me');
    await editor.complete('difficulty');
    await editor.complete('easy');
    await nextLine();
    await shown(whole);
    await editor.save();
    await expect.poll(() => readFileSync(join(vscode.workspace, 'casebook', 'cases', name), 'utf8').trimEnd()).toBe(whole.trimEnd());
  });

  test.for<[number, string, string]>([[3, 'kind: capability', 'capability'], [6, '    - tool: getShipmentByOrderId', 'getShipmentByOrderId'], [10, '  difficulty', 'difficulty']])('a mistake in line %i is mended by a quick fix', async ([line, before, meant]) => {
    await editor.goTo(line, before.length + 1);
    await editor.type('x');
    await press('Escape');
    await editor.errorSquiggles().or(editor.warningSquiggles()).first().waitFor();
    await editor.quickFix(`Change to ${meant}`);
    await shown(whole);
  });

  test('it runs', async () => {
    await editor.save();
    await editor.goTo(1);
    await editor.lens('Run').click();
    await vscode.window.toast(/ (passes|fails) on faulty/).waitFor();
    await editor.lens(/^(Pass|Fail) on faulty/).waitFor();
    await vscode.picture('4-run');
    const runs = join(vscode.workspace, '.casebook', 'runs');
    const results = existsSync(runs) ? readdirSync(runs).map((run) => readFileSync(join(runs, run, 'results.jsonl'), 'utf8')).join('') : '';
    expect(results).toContain('where-is-the-parcel-of-order-12402');
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
