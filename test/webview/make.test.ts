import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { colouredLine } from '../../webview/make/colouredLine.ts';
import { parseCaseFile } from '../../src/core/cases/parse.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { makeSuite } from './makeSuite.ts';
import type { OpenedMake, Subject } from './makeSuite.ts';
import { expectGoodLooks } from './looks.ts';
import { sidewaysScroll } from './sideways.ts';

const { open } = makeSuite();

const asked = (id: string, name: string, args: object, result: unknown) => [
  { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(args) } }] },
  { role: 'tool', tool_call_id: id, content: JSON.stringify(result) },
];
const order: Subject = {
  wrong: 'searchOrders', label: { wrongWords: 'was delivered', correction: 'in_transit' },
  messages: [
    { role: 'user', content: "What's the status of order 12345? I am jana.richter@post.example" },
    ...asked('c0', 'getCustomer', { mail: 'jana.richter@post.example', requestId: '3f2504e0-4f89-11d3-9a0c-0305e82c3301', locale: 'de' }, { name: 'Jana' }),
    ...asked('c1', 'searchOrders', { orderId: '12345', limit: 3 }, { status: 'delivered' }),
    { role: 'assistant', content: 'Your order 12345 was delivered. We wrote to jana.richter@post.example.' },
  ],
};
const plain: Subject = { ...order, messages: JSON.parse(JSON.stringify(order.messages).replaceAll('jana.richter@post.example', 'customer 17')) as object[] };

const row = (page: Page, name: RegExp) => page.getByRole('row', { name });
const written = ({ host }: OpenedMake): string => {
  const folder = join(host.workspace.folder, 'casebook', 'cases');
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
};
const writeButton = (page: Page) => page.locator('vscode-button', { hasText: /^Write/ });

test('a line is coloured piece by piece, and no character is lost', () => {
  const kinds = (line: string) => colouredLine(line).map(({ kind, text }) => `${kind}:${text}`);
  expect(kinds('id: a-b')).toEqual(['yKey:id', 'yPlain:: ', 'yText:a-b']);
  expect(kinds('  - {tool: x, n: "a # b"} # why')).toEqual(['yPlain:  - {', 'yKey:tool', 'yPlain:: ', 'yText:x', 'yPlain:, ', 'yKey:n', 'yPlain:: ', 'yText:"a # b"', 'yPlain:} ', 'yComment:# why']);
  for (const line of ['', 'a', ': :', 'k: v, w', '- x: [a, b]', '"unclosed: #', '# c', "it's: '", 'a: {b: {$any: true}}', '{{[[', 'x'.repeat(3000)]) expect(colouredLine(line).map(({ text }) => text).join('')).toBe(line);
});

const sizes = [1400, 900, 500, 320].map((width) => ({ width, height: 900 }));

test('in every theme and size, before and after decisions', async () => {
  await using opened = await open(order);
  const { page } = opened;
  await expectGoodLooks(opened, {
    folder: 'make', name: 'open', sizes, async also() {
      const widths = await page.locator('.proposal').first().evaluate((each) => [each, each.querySelector('.proposalText')!].map((part) => part.getBoundingClientRect().width));
      expect(widths[1]).toBeGreaterThan(widths[0]! / 3);
    },
  });
  await page.getByRole('button', { name: 'Replace' }).click();
  await row(page, /^Kept: Its locale/).click();
  await page.keyboard.press('l');
  await row(page, /^Loosened: Its locale/).waitFor();
  await expectGoodLooks(opened, { folder: 'make', name: 'decided', sizes: [sizes[0]!, sizes[3]!] });
});

describe('several traces', () => {
  const several: Subject = { ...plain, more: ["What's the status of order 12346? I am customer 17", 'Cancel my subscription, I am jana@post.example', 'Return order 99, I am jo@post.example'] };
  const readyWords = (page: Page, words: string) => page.getByRole('navigation', { name: 'Traces' }).getByText(words, { exact: true }).waitFor();
  const place = (page: Page) => page.getByRole('combobox', { name: 'Write', exact: true });

  test('are walked through, each with its own decisions, and those that are alike are named', async () => {
    await using opened = await open(several);
    const { page, host } = opened;
    await readyWords(page, '2 ready, 2 not');
    await page.getByText('Asks nearly the same as').waitFor();
    await expectGoodLooks(opened, { folder: 'make', name: 'several', sizes: [sizes[0]!, sizes[3]!] });
    await page.setViewportSize(sizes[0]!);
    await row(page, /^Kept: Its locale is/).click();
    await page.keyboard.press('x');
    await row(page, /^Dropped: Its locale/).waitFor();
    expect(host.asked('pointAt').every((each) => (each as { at: number }).at === 0)).toBe(true);
    await page.keyboard.press('Shift+J');
    await page.getByRole('combobox', { name: '2 of 4' }).waitFor();
    await row(page, /^Kept: Its locale is/).waitFor();
    await expect.poll(() => host.asked('pointAt').at(-1)).toMatchObject({ at: 1 });
    await page.getByRole('button', { name: 'Previous trace' }).click();
    await row(page, /^Dropped: Its locale/).waitFor();
  });

  test('are written at once where they are ready: what nobody decided in as a draft, though it was looked at, and the others stay with what they wait for', async () => {
    await using opened = await open(several);
    const { page, host } = opened;
    await readyWords(page, '2 ready, 2 not');
    await writeButton(page).getByText('Write all ready (2 drafts)').waitFor();
    await page.keyboard.press('k');
    await writeButton(page).getByText('Write all ready (1 active, 1 draft)').waitFor();
    await page.keyboard.press('Shift+J');
    await page.getByRole('combobox', { name: '2 of 4' }).waitFor();
    await expect.poll(() => host.asked('pointAt').at(-1)).toEqual({ at: 1, n: 1 });
    await page.getByText('a draft if written with the others').waitFor();
    await page.keyboard.press('Control+Shift+Enter');
    await page.locator('.makeHead .notice', { hasText: 'Wrote 2 cases: 1 active, 1 draft. 2 left:' }).waitFor();
    expect(await page.locator('.makeHead .notice', { hasText: 'Wrote 2' }).textContent()).toMatch(/2 left: Cancel my .*, 1 finding to decide; Return order 99.*, 1 finding to decide/);
    expect(readdirSync(join(host.workspace.folder, 'casebook', 'cases')).map((name) => /status: (\w+)/.exec(readFileSync(join(host.workspace.folder, 'casebook', 'cases', name), 'utf8'))![1])).toEqual(['active', 'draft']);
    await page.getByRole('combobox', { name: '3 of 4' }).waitFor();
    await takePicture(page, 'make', 'several-left');
    expect(await findViolations(page)).toEqual([]);
    // What was left can be decided; then all is written, and the page is done.
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('combobox', { name: '4 of 4' }).waitFor();
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => host.asked('finish')).toHaveLength(1);
    expect(host.asked('write')).toHaveLength(4);
  });

  test('go into one new file, or to the end of one that is there; what was chosen and written survives a reload', async () => {
    const old = '# ours\ndefaults: {metadata: {owner: billing}, budgets: {turns: 3}}\ncases:\n  - id: a\n    query: hello # why\n    expectedTool: null\n';
    await using opened = await open({ ...plain, more: ['Cancel my subscription, please'] }, { files: { 'casebook/cases/old.case.yaml': old } });
    const { page, host } = opened;
    await readyWords(page, '2 ready');
    await place(page).selectOption('suite');
    await page.getByRole('textbox', { name: 'Named' }).fill('late-orders');
    await page.keyboard.press('Enter');
    await page.getByText('late-orders.case.yaml', { exact: true }).waitFor();
    await takePicture(page, 'make', 'suite');
    await page.keyboard.press('Escape');
    await page.getByRole('main').click({ position: { x: 300, y: 4 } });
    await row(page, /^Kept: Its locale is/).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('combobox', { name: '2 of 2' }).waitFor();
    await expect.poll(() => place(page).inputValue()).toBe('append casebook/cases/late-orders.case.yaml');
    await place(page).selectOption('append casebook/cases/old.case.yaml');
    await page.locator('.tag', { hasText: 'At its end' }).waitFor();
    await page.getByText('From defaults of old.case.yaml: metadata.owner: billing, budgets.turns: 3', { exact: true }).waitFor();
    await takePicture(page, 'make', 'defaults');
    await row(page, /^Kept: Its locale is/).click();
    await page.keyboard.press('x');
    await row(page, /^Dropped: Its locale/).waitFor();
    await page.reload();
    await row(page, /^Dropped: Its locale/).waitFor();
    await readyWords(page, '1 written, 1 ready');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => host.asked('finish')).toHaveLength(1);
    const text = (name: string) => readFileSync(join(host.workspace.folder, 'casebook', 'cases', name), 'utf8');
    expect(text('late-orders.case.yaml')).toMatch(/^casebook: 1\nsuite: "late-orders"\ncases:\n {2}- id: /);
    expect(text('old.case.yaml').startsWith(`${old}  - id: cancel-my-subscription`)).toBe(true);
  });
});

test('the last choices are taken back one by one, also after a reload', async () => {
  await using opened = await open(order);
  const { page } = opened;
  await row(page, /^Kept: Its locale is/).click();
  await page.keyboard.press('x');
  await row(page, /^Dropped: Its locale/).waitFor();
  await page.keyboard.press('l');
  await row(page, /^Loosened: Its locale may be anything/).waitFor();
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByText('0 replaced, 1 kept by you').waitFor();
  await page.reload();
  await page.getByText('0 replaced, 1 kept by you').waitFor();
  await page.keyboard.press('Control+Z');
  await page.getByText('1 finding to decide').first().waitFor();
  await page.keyboard.press('Control+Z');
  await row(page, /^Dropped: Its locale/).waitFor();
  await page.keyboard.press('Control+Z');
  await row(page, /^Kept: Its locale is/).waitFor();
  // In the text, the key takes back what was typed there, as everywhere.
  const text = page.getByRole('textbox', { name: 'Text of the case' });
  await text.focus();
  await page.keyboard.type('# mine ');
  await page.getByRole('button', { name: 'Drop my edits' }).waitFor();
  await page.getByRole('button', { name: 'Drop my edits' }).click();
  await expect.poll(() => text.inputValue()).not.toContain('# mine');
  await row(page, /^Kept: Its locale is/).click();
  await page.keyboard.press('Control+Z');
  await expect.poll(() => text.inputValue()).toContain('# mine');
});

test('keys that come sooner than the screen is drawn all count', async () => {
  await using opened = await open(plain);
  const { page } = opened;
  await page.getByText('Catches the failure.').waitFor();
  const selected = () => page.getByRole('grid', { name: 'Proposed expectations' }).getByRole('row').evaluateAll((rows) => rows.findIndex((each) => each.ariaSelected === 'true'));
  expect(await selected()).toBe(0);
  await page.evaluate(async () => {
    for (let n = 0; n < 3; n++) {
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', resolve);
        port1.start();
        port2.postMessage(null);
      });
    }
  });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  expect(await selected()).toBe(3);
});

test('one key each keeps, loosens and drops, and the proof follows at once', async () => {
  await using opened = await open(plain);
  const { page } = opened;
  await page.getByText('Catches the failure.').waitFor();
  await page.keyboard.press('ArrowDown');
  for (let n = 0; n < 20 && !(await row(page, /^Kept: Its locale is/).evaluate((each) => each === document.activeElement)); n++) await page.keyboard.press('ArrowDown');
  // Each step says beforehand what it comes to.
  for (const looser of ['is "de", however it is written', 'is a string', 'may be anything']) {
    await page.locator('.proposalLooser', { hasText: looser }).waitFor();
    await page.keyboard.press('l');
    await row(page, new RegExp(`^Loosened: Its locale ${looser}`)).waitFor();
  }
  expect(await page.locator('.proposalLooser').count()).toBe(0);
  expect(await page.getByRole('textbox', { name: 'Text of the case' }).inputValue()).toMatch(/locale:\s*\{\s*\$any: true/);
  await page.keyboard.press('x');
  await row(page, /^Dropped: Its locale/).waitFor();
  await page.keyboard.press('k');
  await row(page, /^Kept: Its locale/).waitFor();
  for (const name of [/Never calls searchOrders/, /Does not say/, /Says in_transit/]) {
    await row(page, name).click();
    await page.keyboard.press('x');
    await row(page, new RegExp(`^Dropped: ${name.source}`)).waitFor();
  }
  await page.getByText('Does not catch the failure:', { exact: true }).waitFor();
  await page.locator('.proofLine').getByText('expectedTool should have failed, and passes').waitFor();
  expect(await writeButton(page).textContent()).toContain('Write as draft');
  await takePicture(page, 'make', 'not-caught');
});

test('nothing is written while a finding is undecided; then what was decided is', async () => {
  await using opened = await open(order);
  const { page, host } = opened;
  await page.getByText('1 finding to decide').first().waitFor();
  await page.keyboard.press('Control+Enter');
  expect(host.asked('write')).toEqual([]);
  expect(await writeButton(page).getAttribute('disabled')).not.toBeNull();
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByText('0 replaced, 1 kept by you').waitFor();
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByText('1 replaced').waitFor();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => host.asked('write').length).toBe(1);
  const text = written(opened);
  expect(text).not.toContain('jana.richter');
  expect(parseCaseFile(text).cases[0]!.value).toMatchObject({ status: 'active', trajectory: { forbidden: ['searchOrders'] } });
});

test('what is typed wins, is checked and proven as it stands, and later choices go into it', async () => {
  await using opened = await open(plain);
  const { page, host } = opened;
  const text = page.getByRole('textbox', { name: 'Text of the case' });
  const before = await text.inputValue();
  await text.fill(before.replace('kind: regression', 'knd: regression'));
  await page.getByText(/Line \d+: There is no key knd here/).waitFor();
  await page.getByText('1 problem to mend').first().waitFor();
  await takePicture(page, 'make', 'problem');
  expect(await findViolations(page)).toEqual([]);
  await text.fill(before.replace('kind: regression', `title: my key sk-proj-${'Ab3dEf6hIj9k'.repeat(3)} and a.b@post.example\nkind: regression`));
  await page.getByText('2 typed into the text').waitFor();
  await page.locator('.lineProblem', { hasText: 'This looks like a secret' }).waitFor();
  await text.fill(before.replace('kind: regression', `# mine, ${'and so on, '.repeat(40)}\nkind: regression`));
  await page.getByText(/lines, no problems/).waitFor();
  // A long line is scrolled to its end, and still says which one it is and what of it was kept.
  const placeOf = async (selector: string) => (await page.locator(selector).nth(1).boundingBox())!.x;
  const [number, words] = [await placeOf('.lineNumber'), await placeOf('.lineText')];
  await page.locator('.yamlScroll').evaluate((box) => void (box.scrollLeft = 400));
  await expect.poll(() => placeOf('.lineText')).toBe(words - 400);
  expect(await placeOf('.lineNumber')).toBe(number);
  await takePicture(page, 'make', 'sideways');
  await text.fill(before.replace('kind: regression', '# mine\nkind: regression'));
  await page.getByText(/lines, no problems/).waitFor();
  // Escape leaves the text, not the page.
  await page.keyboard.press('Escape');
  expect(host.asked('cancel')).toEqual([]);
  await row(page, /Its locale is/).click();
  await page.keyboard.press('x');
  await expect.poll(() => text.inputValue()).not.toContain('locale');
  expect(await text.inputValue()).toContain('# mine\nkind: regression');
  await page.keyboard.press('Escape');
  await expect.poll(() => host.asked('cancel')).toEqual([{ changed: true }]);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => host.asked('write').length).toBe(1);
  await expect.poll(() => written(opened)).toContain('# mine\nkind: regression');
  await page.getByText('Written to').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => host.asked('cancel')).toEqual([{ changed: true }, { changed: false }]);
});

test('all of it is there again after a reload', async () => {
  await using opened = await open(order);
  const { page } = opened;
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await row(page, /Its locale is/).click();
  await page.keyboard.press('l');
  await row(page, /^Loosened: Its locale/).waitFor();
  const text = page.getByRole('textbox', { name: 'Text of the case' });
  await text.fill((await text.inputValue()).replace('kind: regression', 'kind: regression # mine'));
  await page.getByRole('button', { name: 'Drop my edits' }).waitFor();
  await page.waitForTimeout(400);
  await page.reload();
  await row(page, /^Loosened: Its locale/).waitFor();
  await page.getByText('0 replaced, 1 kept by you').waitFor();
  await expect.poll(() => text.inputValue()).toContain('kind: regression # mine');
  expect(await row(page, /Its locale/).getAttribute('aria-selected')).toBe('true');
  await page.getByRole('button', { name: 'Drop my edits' }).click();
  await expect.poll(() => text.inputValue()).not.toContain('# mine');
});

test('a case may begin at a step: only what came after it is proposed', async () => {
  await using opened = await open(plain);
  const { page, host } = opened;
  await row(page, /Calls getCustomer/).waitFor();
  await row(page, /Its locale is/).click();
  await page.keyboard.press('x');
  const from = page.getByRole('combobox', { name: 'From' });
  const step = await from.locator('option', { hasText: 'searchOrders' }).getAttribute('value');
  await from.selectOption(step);
  await row(page, /Calls getCustomer/).waitFor({ state: 'detached' });
  await row(page, /Never calls searchOrders/).waitFor();
  await page.getByText('Catches the failure.', { exact: true }).waitFor();
  expect(host.asked('propose').at(-1)).toMatchObject({ fromStep: Number(step), decisions: {} });
  await from.selectOption('');
  await row(page, /^Kept: Its locale is/).waitFor();
});

test('a proposal leads to its step, and cases alike are named', async () => {
  await using opened = await open(plain, { answers: {} });
  const { page, host } = opened;
  await row(page, /Never calls searchOrders/).getByRole('button', { name: /^step \d+$/ }).click();
  await expect.poll(() => host.asked('openStep')).toHaveLength(1);
  expect(host.asked('openStep')[0]).toMatchObject({ n: expect.any(Number) as number });
  const shown = () => host.asked('pointAt').at(-1);
  await expect.poll(shown).toEqual(host.asked('openStep')[0]);
  await row(page, /^Kept: Calls getCustomer/).hover();
  await expect.poll(shown).not.toEqual(host.asked('openStep')[0]);
  await page.mouse.move(700, 20);
  await expect.poll(shown).toEqual(host.asked('openStep')[0]);
  const usual = host.propose;
  host.answers.propose = async (choices) => ({ ...(await usual(choices)), similar: [{ caseId: 'late-order', file: 'casebook/cases/late-order.case.yaml', query: 'Where is it?', similarity: 0.914 }] });
  await page.keyboard.press('p');
  await page.getByText('Like case').waitFor();
  expect(await page.locator('.makeHead .notice').first().textContent()).toBe('Like case late-order, 0.91');
  await page.getByRole('button', { name: 'late-order' }).click();
  await expect.poll(() => host.asked('openCase')).toEqual([{ id: 'late-order' }]);
});

test('what a trace says is shown as text and runs nowhere', async () => {
  const hostile = '<img src=x onerror="window.hacked=1">';
  await using opened = await open({
    wrong: 'never', label: { firstWrongStep: null, class: { class: 'answer_quality' }, wrongWords: hostile },
    messages: [{ role: 'user', content: `${hostile} \u202eabc` }, ...asked('c0', '__proto__', { [hostile]: hostile, constructor: { $any: true }, long: 'x'.repeat(5000) }, {}), { role: 'assistant', content: `It is ${hostile} ${'y'.repeat(3000)}` }],
  }, { size: { width: 500, height: 900 } });
  const { page, errors } = opened;
  await takePicture(page, 'make', 'hostile');
  expect(await page.evaluate(() => [(window as unknown as { hacked?: number }).hacked, document.querySelectorAll('img').length])).toEqual([undefined, 0]);
  expect(await sidewaysScroll(page)).toBe(0);
  expect(await findViolations(page)).toEqual([]);
  expect(errors).toEqual([]);
});

test('a failure is said in place: of the draft, and of the writing', async () => {
  await using failed = await open(plain, { until: '.errorState', answers: { propose: () => { throw new RemoteError({ code: 'no-query', message: 'Trace run-1 records no user message.', hint: 'Choose another.' }); } } });
  await failed.page.getByText('No case can be made of this trace.').waitFor();
  await using opened = await open(plain, { answers: { write: () => { throw new RemoteError({ code: 'case-file-exists', message: 'casebook/cases/a.case.yaml exists already.', hint: 'Give another name.' }); } } });
  await opened.page.keyboard.press('Control+Enter');
  await opened.page.getByText('casebook/cases/a.case.yaml exists already. Give another name.').waitFor();
  expect(opened.errors).toEqual([]);
});
