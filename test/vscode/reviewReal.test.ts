import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openVSCode, type VSCode } from './harness.ts';
import { run } from '../../scripts/child.mjs';
import { inProject } from '../../scripts/project.mjs';
import { tellAsSteps } from './steps.ts';

const collection = process.env['CASEBOOK_TRACES'];

/** Small exports of fifteen formats and more, most of them with calls of tools. */
const exports = [
  'anthropic-managed-agents/01-anthropic_managed_builtin_tools.jsonl', 'anthropic-managed-agents/03-anthropic_managed_mcp_tools.jsonl',
  'atif/03-scout-terminus_2_hello-world-context-summarization-linear-history_trajectory_cont-1.json', 'claude-code/07-cclog-representative_messages.jsonl',
  'claude-code/13-vscode-b02ed4d8.jsonl', 'codex-cli/13-agentsview-function_calls.jsonl', 'copilot-cli/03-agentsessions-small.jsonl', 'cursor/01-agentsessions-large.jsonl',
  'deepeval-trace/11-openai_agents-test_scenerios-with_trace_and_wrapped.json', 'gemini-cli/01-agentsessions-jsonl_v040.jsonl',
  'langfuse/17-seed-google-vertex-tools-langchain-2025-09-19.json', 'langsmith/09-langsmith_py_wrap_openai_stream_no_usage.json', 'mini-swe-agent/03-local.traj.json',
  'openai-agents-runstate/03-v1_13_programmatic_tool_calling.json', 'otel-flat-spans/01-adk_live_spans.json', 'otlp-dialects/mlflow/04-v3-otel-trace.json',
  'otlp-json/07-generic-multi-jsonl.json', 'swe-agent/13-demonstrations-function_calling_simple.traj', 'vercel-ai-sdk/03-ai-generateText-doGenerate.json',
  'chat-messages/01-sample-chat-traces.jsonl',
].map((name) => join(collection ?? '', name));

type Event = Readonly<Record<string, unknown>> & { readonly trace: { readonly id: string } };

/** From traces that nobody here wrote to failure classes and proven cases, by keyboard alone; what was said is in journals, and outlives the index. */
describe.skipIf(collection === undefined)('a review of real traces', () => {
  let vscode: VSCode;

  tellAsSteps();
  beforeAll(async () => {
    vscode = await openVSCode({
      workspace: inProject('examples', 'support-agent'), name: 'review-real', settings: { 'casebook.reviewer': 'ada' },
      prepare(workspace) {
        const folder = join(workspace, 'exports');
        mkdirSync(folder);
        for (const [at, path] of exports.entries()) copyFileSync(path, join(folder, `${at}-${path.split('/').at(-1)}`));
        const config = join(workspace, 'casebook/config.yaml');
        writeFileSync(config, `${readFileSync(config, 'utf8')}\nqueues:\n  - id: exports\n    name: Exports\n`);
      },
    });
    await casebook('import', join(vscode.workspace, 'exports'));
    // Once all are looked at for signals, the order stays.
    await casebook('queue', 'exports');
  });
  afterAll(() => vscode?.[Symbol.asyncDispose]());

  const casebook = async (...args: readonly string[]) => (await run(process.execPath, [inProject('dist', 'cli.js'), '--workspace', vscode.workspace, ...args], {})).stdout;
  const casesFolder = () => join(vscode.workspace, 'casebook/cases');
  const journal = (by: string) => join(vscode.workspace, 'casebook/labels', `${by}.jsonl`);
  const events = (): readonly Event[] => (existsSync(journal('ada')) ? readFileSync(journal('ada'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Event) : []);
  const count = (kind: string) => events().filter((each) => each['kind'] === kind).length;
  const content = () => vscode.window.webview().content;
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await vscode.page.keyboard.press(key);
  };
  const inPage = async <Result>(look: (name: string) => Result, name = ''): Promise<Result> => (await vscode.window.webview().frame()).evaluate(look, name);
  /** Which trace of the queue the cursor is at, once its steps are there. */
  const at = async (): Promise<string> => {
    await content().locator('.tracePane[aria-busy="false"] [role="row"][aria-selected="true"]').first().waitFor();
    return (await content().locator('.queueRow.focused').getAttribute('aria-rowindex')) ?? '';
  };
  /** How far down from the selected step the first call of a tool is; null when the trace has none. */
  const downToTool = () => inPage(() => {
    const steps = [...document.querySelectorAll('.tracePane [role="treegrid"] [role="row"]')].filter((row) => /^Step \d+,/u.test(row.getAttribute('aria-label') ?? ''));
    const tool = steps.findIndex((row) => /^Step \d+, tool/iu.test(row.getAttribute('aria-label') ?? ''));
    return tool === -1 ? null : tool - steps.findIndex((row) => row.getAttribute('aria-selected') === 'true');
  });
  /** In the list of traces the arrows go from trace to trace. */
  async function toSteps(): Promise<void> {
    while (await inPage(() => document.activeElement?.closest('[role="grid"]') !== null && document.activeElement !== document.body)) await press('Tab');
  }
  const reviewed = (n: number) => content().getByText(new RegExp(`^${n} of \\d+ reviewed`, 'u')).waitFor();
  const title = () => content().locator('.traceHead .title').innerText();
  const failures: string[] = [];
  const titles: string[] = [];

  test('opens, and another queue is chosen by keyboard', async () => {
    const { window } = vscode;
    await window.open('Casebook');
    await window.run('Casebook: Review Traces');
    await at();
    await press('q');
    await content().locator('select[aria-label="Queue"]:focus').waitFor();
    await vscode.page.keyboard.type('Exports');
    await content().getByText(/^\d\d traces, most telling first/u).waitFor();
    await expect.poll(() => content().locator('select[aria-label="Queue"]').inputValue()).toBe('exports');
    await press('Escape');
    await at();
    await expect.poll(() => content().locator('.queueRow').count()).toBeGreaterThan(10);
    await vscode.picture('1-queue');
  });

  test('twenty are labelled by keys alone', async () => {
    for (let done = 0; done < 20; done += 1) {
      const before = await at();
      const down = failures.length < 5 ? await downToTool() : null;
      await press(down === null ? 'p' : 'f');
      await expect.poll(() => count('verdict')).toBe(done + 1);
      if (down !== null) {
        failures.push(before);
        titles.push(await title());
        await toSteps();
        // Rows of calls made at once stand between steps, and are gone through, too.
        for (let left = await downToTool(), most = 40; left !== null && left !== 0 && most > 0; left = await downToTool(), most -= 1) await press(left > 0 ? 'ArrowDown' : 'ArrowUp');
        await expect.poll(downToTool).toBe(0);
        await press('w');
        await expect.poll(() => count('anchor')).toBe(failures.length);
        if (failures.length <= 2) {
          await press('6');
          await expect.poll(() => count('class')).toBe(failures.length);
        }
        if (failures.length === 1) {
          await press('n');
          await vscode.page.keyboard.type('Called it again at once instead of waiting, then gave up');
          await press('Escape');
          await expect.poll(() => count('note')).toBe(1);
          await vscode.picture('2-labelled');
        }
      }
      await press('Control+Enter');
      await expect.poll(at).not.toBe(before);
    }
    await reviewed(20);
    const verdicts = events().filter(({ kind }) => kind === 'verdict');
    expect(new Set(verdicts.map(({ trace }) => trace.id)).size).toBe(20);
    expect(verdicts.filter(({ value }) => value === 'fail')).toHaveLength(5);
    expect(verdicts.every(({ queue }) => queue === 'exports')).toBe(true);
    await vscode.picture('3-twenty');
  });

  test('undo goes back to the trace it concerns, and redo gives the label again', async () => {
    const last = events().findLast(({ kind }) => kind === 'verdict')!;
    await press('Control+z');
    await reviewed(19);
    expect(events().at(-1)).toMatchObject({ kind: 'undo', trace: { id: last.trace.id } });
    await press('Control+Shift+z');
    await reviewed(20);
  });

  test('two classes are merged by keys, back and forth, and no label is written anew', async () => {
    const before = events().length;
    const numberOf = (name: string) => content().locator('.classItem', { hasText: name }).locator('.number').first();
    for (const tab of ['Failure log', 'Patterns', 'Taxonomy']) {
      await press(']');
      await content().getByRole('tab', { name: new RegExp(`^${tab}`, 'u'), selected: true }).waitFor();
    }
    await expect.poll(() => numberOf('Recovery').innerText()).toBe('2');
    const chosen = () => inPage(() => document.querySelector('.classItem.chosen .kindRow')?.textContent ?? '');
    for (let step = 0; step < 12 && !(await chosen()).includes('Recovery'); step += 1) {
      const was = await chosen();
      await press('c');
      await expect.poll(chosen).not.toBe(was);
    }
    await press('m');
    await content().locator('.classForm select:focus').waitFor();
    await vscode.page.keyboard.type('Tool choice');
    await press('Control+Enter');
    await expect.poll(() => numberOf('Tool choice').innerText()).toBe('2');
    expect(readFileSync(join(vscode.workspace, 'casebook/taxonomy.yaml'), 'utf8')).toMatch(/mergedInto: tool_selection/u);
    await vscode.picture('4-merged');
    await press('Control+z');
    await expect.poll(() => numberOf('Recovery').innerText()).toBe('2');
    await press('Control+Shift+z');
    await expect.poll(() => numberOf('Tool choice').innerText()).toBe('2');
    expect(events()).toHaveLength(before);
    await press('[', '[', '[');
    await content().getByRole('tab', { name: /^Queue/u, selected: true }).waitFor();
    await content().locator('.classRow', { hasText: 'Tool choice' }).locator('.number', { hasText: /^2$/u }).waitFor();
  });

  test('a second reviewer labels on the command line, and it shows on what one has labelled oneself', async () => {
    const verdicts = events().filter(({ kind }) => kind === 'verdict');
    const fails = verdicts.filter(({ value }) => value === 'fail').map(({ trace }) => trace.id);
    for (const id of [fails[0]!, ...verdicts.filter(({ value }) => value === 'pass').slice(0, 2).map(({ trace }) => trace.id)]) await casebook('label', id, '--pass', '--note', 'Fine with me', '--by', 'maria');
    await goTo(failures[0]!);
    await content().getByRole('group', { name: 'Others' }).getByText('maria').waitFor();
    await content().getByText(/^You disagree; Agreement has what to decide/u).waitFor();
    await reviewed(20);
    await vscode.picture('5-second-reviewer');
  });

  /** To a trace of the queue, from wherever the cursor is in it. */
  async function goTo(row: string): Promise<void> {
    for (let steps = 0; steps < 60 && (await at()) !== row; steps += 1) {
      const was = await at();
      // A press while the list is read anew finds no row to go to.
      await expect.poll(async () => {
        await press(Number(was) < Number(row) ? 'j' : 'k');
        return at();
      }).not.toBe(was);
    }
  }

  const active = () => readdirSync(casesFolder()).filter((name) => !exampleCases.has(name) && /^status: active$[^]*^ {2}proof:$/mu.test(readFileSync(join(casesFolder(), name), 'utf8')));
  const exampleCases = new Set(readdirSync(inProject('examples', 'support-agent', 'casebook', 'cases')));

  test('three cases are made of what was labelled, and proven', async () => {
    const { window } = vscode;
    const made = new Set<string>();
    for (const row of [failures[1]!, failures[2]!, failures[4]!]) {
      await goTo(row);
      // A press before the trace is painted is none.
      await expect.poll(async () => {
        await press('Shift+Enter');
        return window.editorTab(/^New case/u).waitFor({ timeout: 4000 }).then(() => true, () => false);
      }).toBe(true);
      await window.webview('newest').content.getByText('Catches the failure.', { exact: true }).waitFor();
      await press('Control+Enter');
      await expect.poll(() => active().length).toBe(made.size + 1);
      // The palette must not open while the file takes the focus.
      await window.editor(active().find((name) => !made.has(name)) ?? '').ready();
      for (const name of active()) made.add(name);
      await window.dismissToasts();
      await window.run('Casebook: Review Traces');
      await at();
    }
    await vscode.picture('6-cases');
  });

  test('without the index, all that a person wrote is still there', async () => {
    const { window } = vscode;
    const written = () => Object.fromEntries(readdirSync(join(vscode.workspace, 'casebook'), { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]));
    const before = written();
    const where = await title();
    const numberOfClass = () => content().locator('.classRow', { hasText: 'Tool choice' }).locator('.number').innerText();
    const inClass = await numberOfClass();
    expect(inClass).toMatch(/^[1-9]$/u);
    // A reload makes VS Code complain of itself.
    expect(vscode.errors).toEqual([]);
    rmSync(join(vscode.workspace, '.casebook'), { recursive: true, force: true });
    await casebook('import', join(vscode.workspace, 'exports'));
    await window.run('Developer: Reload Window');
    await at();
    await expect.poll(title).toBe(where);
    await reviewed(20);
    // Beside a side bar there is no room to show it.
    await content().getByText(/20 by anyone · maria 3/u).waitFor({ state: 'attached' });
    await expect.poll(numberOfClass).toBe(inClass);
    // The order may be another one, and another again as long as signals are looked for.
    await expect.poll(async () => {
      await goTo((await content().locator('.queueRow', { hasText: titles[0]! }).first().getAttribute('aria-rowindex')) ?? '');
      return title();
    }).toBe(titles[0]);
    await content().getByText('First wrong', { exact: true }).waitFor();
    await content().getByRole('group', { name: 'Others' }).getByText('maria').waitFor();
    await vscode.picture('7-rebuilt');
    expect(written()).toEqual(before);
    expect(await casebook('label', '--list', '--all', '--json')).toContain('Called it again at once');
    const proven = await casebook('prove', ...active().map((name) => join(casesFolder(), name)));
    expect(proven.match(/catches the failure/giu)).toHaveLength(3);
  });
});
