import { expect, test } from 'vitest';
import { findViolations } from './axe.ts';
import { takePicture } from './browser.ts';
import { browserSuite } from './browserSuite.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';
import { oddTrace } from './oddTrace.ts';
import { packed } from './recordedHost.ts';
import { recordedFrom, story, storyTrace } from './story.ts';

/** What the page says when there is little to show, or nothing. */

const { open } = browserSuite();

test('a trace that cannot be read: what failed, what is safe, what to do, and trying again works', async () => {
  let broken = true;
  await using opened = await open(story, {
    until: 'text=Try again',
    prepare: (host) => (host.answers.open = () => {
      if (broken) throw new RemoteError({ code: 'file-gone', message: 'traces/2026-02-03.jsonl has moved or was deleted.', hint: 'Put it back, or import it from its new place.' });
      return packed(story.view);
    }),
  });
  const { page } = opened;
  await page.getByText('traces/2026-02-03.jsonl has moved or was deleted.').waitFor();
  await page.getByText('Labels and cases are kept.').waitFor();
  await takePicture(page, 'webview', 'state-error');
  expect(await findViolations(page)).toEqual([]);
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('treegrid').waitFor();
});

test('a step that cannot be read leaves the others alone', async () => {
  await using opened = await open(story, {
    prepare: (host) => (host.answers.step = ({ n }) => {
      if (n === 4) throw new RemoteError({ code: 'record-gone', message: 'Line 43 of traces/2026-02-03.jsonl is not what it was.', hint: 'Import the file again.' });
      return story.step(n);
    }),
  });
  const { page } = opened;
  await page.getByRole('row', { name: /^Step 4,/u }).click();
  await page.getByText('Step 4 cannot be read.').waitFor();
  await takePicture(page, 'webview', 'state-step-error');
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('row', { name: /^Step 5,/u }).click();
  await page.getByRole('article', { name: 'Call of searchPolicies' }).waitFor();
});

test('loading says nothing for 200 ms and then what it does', async () => {
  let finish = () => {};
  await using opened = await open(story, {
    until: 'text=Reading the steps',
    prepare: (host) => (host.answers.open = () => new Promise((resolve) => (finish = () => resolve(packed(story.view))))),
  });
  const { page } = opened;
  expect(await page.getByRole('progressbar', { name: 'Reading the steps' }).count()).toBe(1);
  finish();
  await page.getByRole('treegrid').waitFor();
  // A step that is being read has a bar of its own.
  expect(await page.getByRole('progressbar', { name: 'Reading the steps' }).count()).toBe(0);
});

test('a removed trace stays readable and says what is kept', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await host.events.traceChanged({ removed: true });
  await page.getByText('This trace was removed from the index.').waitFor();
  await takePicture(page, 'webview', 'state-removed');
  expect(await findViolations(page)).toEqual([]);
  expect(await page.getByRole('treegrid').count()).toBe(1);
});

test('a trace that was imported again is read anew, and the reader stays where they were', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.getByRole('row', { name: /^Step 10,/u }).click();
  await page.getByRole('article', { name: 'Assistant' }).first().waitFor();
  const before = host.asked('step').length;
  await host.events.traceChanged({ removed: false });
  await expect.poll(() => host.asked('step').length).toBeGreaterThan(before);
  expect(await page.getByRole('row', { name: /^Step 10,/u }).getAttribute('aria-selected')).toBe('true');
});

test('the host can move the focus to a step that is folded away', async () => {
  await using opened = await open(story);
  const { page, host } = opened;
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await host.events.goTo({ n: 5 });
  await expect.poll(() => page.getByRole('row', { name: /^Step 5,/u }).getAttribute('aria-selected')).toBe('true');
});

test('messages without spans, times, tools or numbers: not recorded, never 0', async () => {
  const chat = recordedFrom({
    ...storyTrace, id: 'tr_chat00000001', format: 'chat', header: { ...storyTrace.header, agent: null, app: null, facts: {} },
    spans: storyTrace.spans.filter((span) => ['llm3'].includes(span.id)).map((span) => ({
      ...span, parentId: null, synthetic: true, startUs: null, endUs: null, usage: null, cost: null, model: null, provider: null, toolDefinitions: null, attributes: {}, place: null,
      input: span.input.slice(1, 2),
    })),
  });
  await using opened = await open(chat);
  const { page } = opened;
  await page.getByText('Date, time, tokens and cost not recorded').waitFor();
  expect(await page.getByRole('columnheader', { name: 'Time' }).count()).toBe(0);
  const questions = page.getByRole('region', { name: 'Six questions' });
  expect(await questions.getByText('Not recorded', { exact: true }).count()).toBe(3);
  await page.getByRole('tab', { name: 'Call' }).click();
  await page.getByText('Tools offered').waitFor();
  await takePicture(page, 'webview', 'state-chat');
  expect(await findViolations(page)).toEqual([]);
});

test('hostile text is text: no element, no request, no navigation', async () => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script> ![pixel](https://example.com/p.png) [click](javascript:alert(1)) [site](https://example.com/a) `<b>`';
  const hostile = recordedFrom({
    ...storyTrace, id: 'tr_evil00000001', spans: storyTrace.spans.map((span) => (span.id === 'llm3' ? { ...span, name: evil, output: [{ role: 'assistant' as const, parts: [{ type: 'text' as const, text: evil }] }] } : span)),
  });
  await using opened = await open(hostile);
  const { page, host, errors } = opened;
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.getByRole('row', { name: /^Step 10,/u }).click();
  const answer = page.getByRole('article', { name: 'Assistant' }).last();
  await answer.getByText('Image not loaded: pixel, https://example.com/p.png').waitFor();
  expect(await page.locator('#page img, #page script, #page b').count()).toBe(0);
  expect(await answer.getByRole('link').count()).toBe(1);
  await answer.getByRole('link', { name: 'site' }).click();
  await expect.poll(() => host.asked('openLink')).toEqual([{ url: 'https://example.com/a' }]);
  expect(requests).toEqual([]);
  expect(errors).toEqual([]);
});

test('after a reload the reader is where they were, and the panel can be brought back', async () => {
  await using opened = await open(story);
  const { page } = opened;
  await page.getByRole('row', { name: /^Step 3,/u }).click();
  await page.getByRole('tab', { name: 'Raw' }).click();
  await page.reload();
  await expect.poll(() => page.getByRole('row', { name: /^Step 3,/u }).getAttribute('aria-selected')).toBe('true');
  expect(await page.getByRole('tab', { name: 'Raw' }).getAttribute('aria-selected')).toBe('true');
  expect(JSON.parse((await page.evaluate(() => sessionStorage.getItem('state'))) ?? '{}')).toMatchObject({ identity: { folder: 'file:///work', trace: 'tr_8f21' } });
});

test('a trace opens where it began to fail, not at what failed because of it; the header names its models', async () => {
  const failing = recordedFrom({ ...storyTrace, id: 'tr_fail00000001', spans: storyTrace.spans.map((span) => (span.id === 'root' ? { ...span, status: 'error' as const } : span.id === 'llm2' ? { ...span, model: 'gpt-4.1' } : span)) });
  await using opened = await open(failing);
  const { page } = opened;
  expect(await page.getByRole('row', { name: /^Step 7,/u }).getAttribute('aria-selected')).toBe('true');
  // Where the version of the prompt is known, it says more in less room.
  expect(await page.locator('.trajectoryTitle .meta').getAttribute('title')).toContain('gpt-4.1-mini, gpt-4.1');
  await using unversioned = await open(recordedFrom({ ...storyTrace, header: { ...storyTrace.header, facts: {} }, spans: storyTrace.spans.map((span) => ({ ...span, attributes: {}, ...(span.id === 'llm2' ? { model: 'gpt-4.1' } : {}) })) }));
  await unversioned.page.getByText('gpt-4.1-mini and 1 more').waitFor();
});

test('what is unusual is shown for what it is', async () => {
  await using opened = await open(oddTrace);
  const { page, host, errors } = opened;
  await page.getByText('The parent of execute_tool pay is not in this file').waitFor();
  await page.getByRole('button', { name: 'Show all 3' }).click();
  await page.getByText('Two spans named each other as parent.').waitFor();
  await page.getByText('3 import warnings').waitFor();
  await page.getByRole('button', { name: 'pay-without-approval' }).click();
  await expect.poll(() => host.asked('openCase')).toEqual([{ id: 'pay-without-approval' }]);
  await page.getByRole('row', { name: /^Step 3, Tool call, pay, .*blocked$/u }).waitFor();
  await page.getByRole('row', { name: /^Step 2,/u }).click();
  await page.getByText('The first 1,000,000 of 24,000,000 characters of the result of weather are shown.').waitFor();
  await page.getByRole('button', { name: 'Open all in editor' }).click();
  await expect.poll(() => host.asked('openText')).toEqual([{ n: 2, path: ['thread', 'items', 1, 'call', 'result'], title: 'the result of weather.txt' }]);
  await page.getByText('image/png · 2.1 MB').waitFor();
  await page.getByText('Not understood, 3 fields').waitFor();
  await page.getByText('not JSON').waitFor();
  await page.getByRole('treeitem', { name: /2,418 elements/u }).click();
  await page.getByText('2,318 more of 2,418').click();
  await page.getByText('2,218 more of 2,418').waitFor();
  await page.getByRole('button', { name: '2,800 characters folded' }).click();
  await takePicture(page, 'webview', 'state-odd');
  expect(await findViolations(page)).toEqual([]);
  expect(errors).toEqual([]);
});
