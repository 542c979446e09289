import { describe, expect, test } from 'vitest';
import type { TraceSummary } from '../../src/core/model/trajectory.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { engineSuite } from './engineSuite.ts';
import type { EnginePage } from './engineSuite.ts';
import { hostileRun, hostileWords, manySpans, oddChat, shapeWords } from './hostileTrace.ts';
import { sidewaysScroll } from './sideways.ts';
import { unfoldAll, walkPage } from './walkPage.ts';

/** What exports say is shown, as what it is: nothing of it runs, loads, leads away or turns the page's own words around. */

const pages = engineSuite();
/** Each takes a few seconds; a machine that is busy with else takes longer. */
const most = 60_000;

async function workspaceWith(files: Readonly<Record<string, string>>): Promise<TemporaryWorkspace> {
  const workspace = new TemporaryWorkspace();
  for (const [name, content] of Object.entries(files)) workspace.write(name, content);
  await workspace.import(...Object.keys(files));
  return workspace;
}

async function tracesOf({ engine }: TemporaryWorkspace): Promise<readonly TraceSummary[]> {
  return (await engine.listTraces({ sort: 'oldest' }, call)).traces;
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

/** The first trace of the workspace, in its page. */
async function openFirst(workspace: TemporaryWorkspace): Promise<EnginePage & { readonly steps: readonly number[] }> {
  const [trace] = await tracesOf(workspace);
  const opened = await pages.trajectory(workspace, trace!.id);
  return { ...opened, steps: numbers(trace!.steps) };
}

async function expectQuiet({ watched, errors }: EnginePage): Promise<void> {
  expect(watched.deeds).toEqual([]);
  expect(await watched.suspects()).toEqual([]);
  expect(errors).toEqual([]);
}

describe('texts that would act', () => {
  test('every text of a trace is shown in every tab and format, and nothing acts', async () => {
    using workspace = await workspaceWith({ 'hostile.json': hostileRun('hostile') });
    await using opened = await openFirst(workspace);
    const { page, asked } = opened;
    await page.getByRole('region', { name: 'Six questions' }).waitFor();
    const suspects = new Set<string>();
    const texts: string[] = [];
    const note = async () => {
      // Every link that there is, pressed: the editor is asked, which asks the reader; the page itself stays.
      await page.evaluate(() => document.querySelectorAll<HTMLElement>('#page a').forEach((each) => each.click()));
      // The middle button opens a window of its own in a browser.
      if (texts.length === 0) await page.locator('.markdown a').first().click({ button: 'middle' });
      for (const each of await opened.watched.suspects()) suspects.add(each);
      texts.push(await page.evaluate(() => document.getElementById('page')?.textContent ?? ''));
    };
    await walkPage(opened, opened.steps, async (n, tab) => {
      await note();
      for (const format of tab === 'thread' ? (['Markdown', 'Raw', 'JSON'] as const) : [undefined]) {
        await unfoldAll(page, format);
        await note();
      }
      if (n === 3) await takePicture(page, 'webview', `hostile-${tab}`);
    });
    const all = texts.join('\n');
    expect([...suspects]).toEqual([]);
    expect(hostileWords.filter((word) => !all.includes(word))).toEqual([]);
    const followed = asked.filter(({ method }) => method === 'openLink').map(({ args }) => (args as { url: string }).url);
    expect(followed).toContain('https://evil.example/plain');
    expect(followed.filter((url) => !url.startsWith('https://evil.example/'))).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await expectQuiet(opened);
  }, most);

  test('the timeline, the signals, the search, the menus and the label show them as they are', async () => {
    using workspace = await workspaceWith({ 'hostile.json': hostileRun('hostile') });
    await using opened = await openFirst(workspace);
    const { page } = opened;
    await page.keyboard.press('v');
    await expectQuiet(opened);
    await page.keyboard.press('s');
    await expectQuiet(opened);
    await takePicture(page, 'webview', 'hostile-timeline');
    for (const words of ['<img', 'gnp.exe', 'red', 'javascript:', '\ud800', 'AttributeValue']) {
      await page.keyboard.press('/');
      await page.keyboard.press('ControlOrMeta+a');
      await page.evaluate((typed) => {
        const field = document.activeElement as HTMLInputElement;
        field.value = typed;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }, words);
      await page.waitForTimeout(400);
      if (words !== '\ud800') expect(await page.getByRole('region', { name: 'Steps' }).textContent(), words).toContain(words);
      if (words === 'gnp.exe') await takePicture(page, 'webview', 'hostile-find');
      await expectQuiet(opened);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More for this trace' }).click();
    await expectQuiet(opened);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More for this step' }).click();
    await expectQuiet(opened);
    await page.keyboard.press('Escape');
    expect(await findViolations(page)).toEqual([]);
    await expectQuiet(opened);
  }, most);

  test('shapes of messages that nobody knows are shown as they were recorded, and no bubble is empty', async () => {
    using workspace = await workspaceWith({ 'odd.jsonl': oddChat() });
    await using opened = await openFirst(workspace);
    const { page } = opened;
    const empty = new Set<string>();
    const texts: string[] = [];
    await walkPage(opened, opened.steps, async (n, tab) => {
      await unfoldAll(page);
      texts.push(await page.evaluate(() => document.getElementById('panel')?.textContent ?? ''));
      for (const each of await page.evaluate(() => [...document.querySelectorAll('#panel article')].filter((article) => (article.querySelector('.messageBody')?.textContent ?? article.textContent)?.trim() === '').map((article) => article.getAttribute('aria-label')))) empty.add(`${n} ${tab} ${each}`);
    });
    expect([...empty]).toEqual([]);
    const all = texts.join('\n');
    expect(shapeWords.filter((word) => !all.includes(word))).toEqual([]);
    await takePicture(page, 'webview', 'hostile-shapes');
    await expectQuiet(opened);
  }, most);

  test('a comparison of two such runs', async () => {
    using workspace = await workspaceWith({ 'one.json': hostileRun('one'), 'two.json': hostileRun('two').replaceAll('ArgumentValue', 'OtherValue').replaceAll('EndSpan', 'OtherSpan') });
    const [one, two] = await tracesOf(workspace);
    await using opened = await pages.compare(workspace, { a: { trace: one!.id }, b: { trace: two!.id } });
    const { page } = opened;
    const pairs = Number(await page.getByRole('grid', { name: 'Pairs of steps' }).getAttribute('aria-rowcount'));
    const suspects = new Set<string>();
    for (let pair = 0; pair < pairs; pair++) {
      for (const tab of ['Call and result', 'Prompt before it', 'Raw']) {
        await page.getByRole('tab', { name: tab }).click();
        await page.locator('.pairBody [role="progressbar"]').waitFor({ state: 'detached' });
        await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
        for (const each of await opened.watched.suspects()) suspects.add(each);
      }
      if (pair === 3) await takePicture(page, 'webview', 'hostile-compare');
      await page.getByRole('row', { selected: true }).focus();
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('x');
    expect([...suspects]).toEqual([]);
    expect(await findViolations(page)).toEqual([]);
    await expectQuiet(opened);
  }, most);

  test('the list of an export', async () => {
    using workspace = await workspaceWith({ 'all.jsonl': `${hostileRun('one')}\n${hostileRun('two')}\n` });
    await using opened = await pages.exported(workspace, workspace.path('all.jsonl'));
    const { page } = opened;
    expect(await page.getByRole('grid').textContent()).toContain('UserWords');
    await page.getByRole('searchbox').fill('<img src=x');
    await page.getByRole('status').getByText(/hold it/u).waitFor();
    await takePicture(page, 'webview', 'hostile-export');
    expect(await findViolations(page)).toEqual([]);
    await expectQuiet(opened);
  }, most);
});

describe('more than a page can hold', () => {
  const rowCount = async ({ page }: EnginePage) => Number(await page.getByRole('treegrid').getAttribute('aria-rowcount')) - 1;
  const focused = ({ page }: EnginePage) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

  test.each([
    ['10,000 roots', 10_000, () => null],
    ['a depth of 5,000', 5000, (index: number) => (index === 0 ? null : index - 1)],
    ['20,000 steps in turns', 20_000, (index: number) => (index === 0 ? null : index % 10 === 0 ? 0 : index - (index % 10))],
  ] as const)('%s: the first, the last and what failed are a key away', async (_name, count, parentOf) => {
    using workspace = await workspaceWith({ 'many.json': manySpans('many', count, parentOf) });
    expect((await tracesOf(workspace)).map(({ steps }) => steps)).toEqual([count]);
    await using opened = await openFirst(workspace);
    const { page } = opened;
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('[');
    await expect.poll(() => rowCount(opened)).toBeGreaterThanOrEqual(count);
    await page.locator('[role="row"][aria-selected="true"]').focus();
    await page.keyboard.press('Home');
    await expect.poll(() => focused(opened)).toMatch(/^Step 1,/u);
    await page.keyboard.press('End');
    await expect.poll(() => focused(opened)).toMatch(new RegExp(`^Step ${count},`, 'u'));
    await page.getByText(`result ${count - 1}`).first().waitFor();
    await takePicture(page, 'webview', `hostile-many-${count}`);
    await expect.poll(() => page.locator('[role="row"][aria-selected="true"]').getAttribute('aria-label')).toMatch(/[Ff]ailed/u);
    for (const tab of ['Raw', 'Prompt changes', 'Documents', 'Call', 'Thread']) await page.getByRole('tab', { name: tab }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('result 77');
    await page.getByRole('region', { name: 'Steps' }).getByText(/result 77/u).first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('v');
    expect(await page.locator('*').count()).toBeLessThan(4000);
    expect(await page.locator('[role="row"]').count()).toBeLessThan(120);
    expect(await sidewaysScroll(page)).toBe(0);
    await expectQuiet(opened);
  }, most);

  test('a line of ten million characters, said, asked for, answered and in an attribute', async () => {
    const line = `beginning ${'x<b>"\u202e '.repeat(1_000_000)} the end`.slice(0, 10_000_000);
    const long = { role: 'assistant', content: line };
    using workspace = await workspaceWith({
      'long.jsonl': `${JSON.stringify({ id: 'long', metadata: { note: line.slice(0, 2_500_000) }, messages: [{ role: 'user', content: 'Say it.' }, { role: 'assistant', content: '', tool_calls: [{ id: 'c', function: { name: 'say', arguments: JSON.stringify({ line }) } }] }, { role: 'tool', tool_call_id: 'c', content: line }, long] })}\n`,
    });
    await using opened = await openFirst(workspace);
    const { page, asked } = opened;
    await page.getByText('More than 99,999 characters').waitFor();
    const seen = await walkPage(opened, opened.steps.slice(1));
    expect(seen.some(({ text }) => text.includes('beginning x<b>'))).toBe(true);
    expect(seen.some(({ text }) => /of\s+1?[0-9,]{9,10}\s+characters/u.test(text))).toBe(true);
    await page.getByRole('tab', { name: 'Thread' }).click();
    await takePicture(page, 'webview', 'hostile-long');
    await page.getByRole('button', { name: 'Open in editor' }).first().click();
    await expect.poll(() => asked.filter(({ method }) => method === 'openText').length).toBe(1);
    await page.keyboard.press('/');
    await page.keyboard.type('the end');
    await page.getByRole('region', { name: 'Steps' }).getByText(/the end/u).first().waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await expectQuiet(opened);
  }, most);

  test('values nested as deep as they may be', async () => {
    const nested = (depth: number) => JSON.parse(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`) as object;
    using workspace = await workspaceWith({ 'deep.jsonl': `${JSON.stringify({ id: 'deep', messages: [{ role: 'user', content: 'How deep?' }, { role: 'assistant', content: '', tool_calls: [{ id: 'c', function: { name: 'dig', arguments: JSON.stringify(nested(400)) } }] }, { role: 'tool', tool_call_id: 'c', content: JSON.stringify(nested(90)) }, { role: 'assistant', content: `${'> '.repeat(3000)}deep ${'['.repeat(5000)}${'*'.repeat(5000)}${'- '.repeat(500)}` }] })}\n` });
    await using opened = await openFirst(workspace);
    await walkPage(opened, opened.steps, async () => unfoldAll(opened.page));
    await takePicture(opened.page, 'webview', 'hostile-deep');
    expect(await sidewaysScroll(opened.page)).toBe(0);
    await expectQuiet(opened);
  }, most);
});
