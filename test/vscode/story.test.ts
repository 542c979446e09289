import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openVSCode, type VSCode } from './harness.ts';
import { tellAsSteps } from './steps.ts';
import { themes, type Theme } from './window.ts';

/** One recorded run with an answer that can be called wrong in its own words. */
interface Subject {
  readonly file: string;
  /** The user's question, which names the trace. */
  readonly query: string;
  /** Stands in the answer. */
  readonly wrongWords: string;
}

const collection = process.env['CASEBOOK_TRACES'];
const subject: Subject = collection
  ? { file: join(collection, 'otlp-json', '03-agentprism-array-protojson-rag-retrieval.json'), query: "what was meta's revenue in Q4 2023", wrongWords: '$40.1 billion' }
  : { file: inProject('examples', 'support-agent', 'traces', 'support-2026-11.otlp.jsonl'), query: "What's the status of order 12345?", wrongWords: 'delivered' };

const escaped = subject.query.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const row = new RegExp(`^${escaped}`, 'i');

describe(`from ${basename(subject.file)} to a proven case`, () => {
  let vscode: VSCode;
  let caseFile = '';

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({ workspace: inProject('examples', 'support-agent'), name: 'story' });
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const recordings = (): readonly string[] => {
    const folder = join(vscode.workspace, 'casebook', 'recordings');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const read = (...path: readonly string[]): string => readFileSync(join(vscode.workspace, ...path), 'utf8');

  test('an empty view says what to do first', async () => {
    const { window } = vscode;
    await window.open('Casebook');
    await window.sidebar.part.getByRole('button', { name: /^Import/ }).first().waitFor();
    await vscode.picture('1-welcome');
  });

  test('imports the file through the file dialog', async () => {
    const { window } = vscode;
    await window.run('Casebook: Import Traces…');
    await window.quickInput.acceptFile(subject.file);
    await window.toast(/^Imported [\d,]+ traces?, [\d,]+ failing/).waitFor();
    await window.sidebar.item(row).waitFor();
    await vscode.picture('2-imported');
    await window.dismissToasts();
  });

  test('the tooltip answers the six questions', async () => {
    const { sidebar } = vscode.window;
    const text = await sidebar.tooltip(sidebar.item(row));
    for (const question of ['Query', 'Tools considered', 'Tool picked', 'Context', 'Response', 'User']) expect(text).toContain(question);
    expect(text.toLowerCase()).toContain(subject.query.toLowerCase());
  });

  test('the context menu has all that can be done with a trace', async () => {
    const { sidebar } = vscode.window;
    expect(await sidebar.contextMenu(sidebar.item(row))).toEqual(expect.arrayContaining(
      ['Open Trajectory', 'Make Eval Case', 'Label Failure…', 'Copy Trace Id', 'Reveal Source File', 'Remove']));
  });

  test('reads it in the panel', async () => {
    const { window } = vscode;
    await window.sidebar.choose(window.sidebar.item(row), 'Open Trajectory');
    const { content } = window.webview();
    await content.getByRole('heading', { level: 1, name: new RegExp(escaped, 'i') }).waitFor();
    await content.getByRole('treegrid').getByRole('row', { name: /^Step 1,/ }).waitFor();
    await vscode.picture('3-panel');
  });

  test('labels it: verdict, class, the wrong words of the answer, a note', async () => {
    const { window } = vscode;
    const { content } = window.webview();
    await content.getByRole('button', { name: /^Fail/ }).click();
    // The first label asks whose journal it goes to.
    await window.quickInput.accept('ada');
    await content.getByRole('button', { name: /^Fail/, pressed: true }).waitFor();
    await content.getByRole('button', { name: 'Answer', exact: true }).click();
    await content.getByRole('button', { name: /^Note/ }).click();
    const form = content.getByRole('form', { name: 'Label fields' });
    await form.getByRole('textbox', { name: 'Note' }).fill('It says what the source does not');
    await form.getByRole('textbox', { name: 'Wrong words of the answer' }).fill(subject.wrongWords);
    await vscode.picture('4-label-form');
    await form.getByRole('button', { name: /^Save/ }).click();
    await form.getByText('Saved', { exact: true }).waitFor();
    await form.getByRole('button', { name: 'Close the fields' }).click();
    await window.sidebar.item(row).and(window.sidebar.item(/Labelled fail, Answer, by ada/)).waitFor();
    await vscode.picture('5-labelled');
    const journal = read('casebook', 'labels', 'ada.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line) as { kind: string; value: unknown });
    expect(journal.map(({ kind, value }) => [kind, value])).toEqual(expect.arrayContaining([
      ['verdict', 'fail'], ['span', subject.wrongWords], ['note', 'It says what the source does not'],
    ]));
  });

  test('axe finds nothing in the panel, whatever the theme', async () => {
    const { window } = vscode;
    const panel = window.webview();
    expect(await panel.violations()).toEqual([]);
    await panel.content.getByRole('button', { name: /^Note/ }).click();
    await panel.content.getByRole('form', { name: 'Label fields' }).waitFor();
    expect(await panel.violations()).toEqual([]);
    for (const theme of Object.keys(themes) as Theme[]) {
      await window.switchTheme(theme);
      await vscode.picture(`theme-${theme.replaceAll(' ', '-')}`);
      expect(await panel.violations('colours'), theme).toEqual([]);
    }
    await panel.content.getByRole('button', { name: 'Close the fields' }).click();
  });

  test('the panel does not scroll sideways at 320 px', async () => {
    const { page, window } = vscode;
    const size = page.viewportSize();
    await window.switchTheme('dark');
    const panel = window.webview();
    await panel.setWidth(320);
    await vscode.picture('320px');
    await expect.poll(() => panel.overflow()).toBe(0);
    expect(await panel.violations()).toEqual([]);
    if (size) await page.setViewportSize(size);
  });

  test('makes a case, which is proven at once and opens', async () => {
    const { window } = vscode;
    const before = recordings();
    await window.webview().content.getByRole('button', { name: /^Make case/ }).click();
    await window.editorTab(/^New case: /).waitFor();
    const { content } = window.webview('newest');
    await content.getByText('Catches the failure.', { exact: true }).waitFor();
    await vscode.picture('6-preview');
    for (const decide = content.getByRole('button', { name: 'Replace', exact: true }); await decide.count() > 0;) await decide.first().click();
    await content.getByRole('button', { name: /^Write case/ }).click();
    await window.editorTab(/\.case\.yaml/).waitFor();
    await window.toast(/^Catches the failure: answer\.reject/).waitFor();
    await vscode.picture('6-case');
    const [made, ...others] = recordings().filter((name) => !before.includes(name));
    expect(others).toEqual([]);
    caseFile = `${basename(made ?? '', '.json')}.case.yaml`;
    expect(read('casebook', 'cases', caseFile)).toMatch(/failed: \["?answer\.reject/);
    await window.dismissToasts();
  });

  test('a broken file gets a squiggle and a row in the Problems panel, and is mended by a quick fix', async () => {
    const { window } = vscode;
    const editor = window.editor(caseFile);
    await editor.insertLine(3, 'skp: false');
    await editor.errorSquiggles().first().waitFor();
    const problems = await window.problems();
    await problems.getByRole('treeitem', { name: /There is no key skp here/ }).waitFor();
    await vscode.picture('7-broken');
    await editor.goTo(3, 2);
    await editor.quickFix(/skip/);
    await editor.errorSquiggles().first().waitFor({ state: 'detached' });
    await expect.poll(() => editor.visibleText()).toContain('skip: false');
    await editor.save();
  });

  test('the lens runs the case', async () => {
    const { window } = vscode;
    const editor = window.editor(caseFile);
    await expect.poll(() => editor.lenses()).toEqual(expect.arrayContaining(['Run', expect.stringMatching(/^Prove/), 'Open trace']));
    await editor.lens('Run').click();
    await window.toast(/ (passes|fails) on faulty/).waitFor();
    await editor.lens(/^(Pass|Fail) on faulty/).waitFor();
    await vscode.picture('8-run');
    await window.dismissToasts();
  });

  test('while typing, keys are completed, and a hover says what a field means', async () => {
    const editor = vscode.window.editor(caseFile);
    const kind = read('casebook', 'cases', caseFile).split('\n').findIndex((line) => line.startsWith('kind:'));
    await editor.goTo(kind + 1, 2);
    expect(await editor.hoverAtCursor()).toMatch(/regression.*capability.*policy/s);
    await editor.insertLine(3, '');
    await editor.goTo(3);
    await editor.type('out');
    expect(await editor.completions()).toContain('outputContract');
    await vscode.picture('9-completion');
  });

  test('nothing went wrong behind the scenes', () => expect(vscode.errors).toEqual([]));
});
