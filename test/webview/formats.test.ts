import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CallContext } from '../../src/protocol/rpc.ts';
import type { ImportProgress } from '../../src/protocol/importApi.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { corpusRoot, hasCorpus } from '../traces/corpus.ts';
import { takePicture } from './browser.ts';
import { engineSuite } from './engineSuite.ts';
import { sidewaysScroll } from './sideways.ts';
import { walkPage } from './walkPage.ts';

/** Real exports, read where they lie, opened in the page and gone through step by step. */

const pages = engineSuite();
const mostSteps = 40;

/** What a program says of a value it did not expect. */
const slips = ['undefined', 'NaN', '[object Object]', 'Invalid Date'] as const;

type Expected = {
  /** Which trace of the file, in its order; the first where it is absent. */
  readonly trace?: number;
  /** What the export has not, and the header then says. */
  readonly without?: readonly ('query' | 'answer' | 'calls')[];
};

const exports: Readonly<Record<string, Expected>> = {
  'otlp-dialects/genai-current/06-openai-agents-handoff.json': {},
  'otlp-json/03-agentprism-array-protojson-rag-retrieval.json': {},
  'openinference/11-smolagents_live_spans.json': {},
  'jaeger-json/05-jaegerui-genai.json': {},
  'langfuse/07-ui-langgraph-js-2025-10-30.json': {},
  'langsmith/01-run-ops-post-patch.jsonl': {},
  'claude-code/17-vscode-123-456.jsonl': {},
  'codex-cli/01-agentsessions-small.jsonl': { without: ['answer'] },
  'copilot-chat-export/01-completed.json': {},
  'swe-agent/19-replay__marshmallow-code__marshmallow-1867__function_calling_replace__.traj': {},
  'mini-swe-agent/03-local.traj.json': {},
  'tau-bench/03-tau2-opus46-airline.json': {},
  'inspect-ai/17-docent-intercode-ctf.eval': {},
  'atif/01-scout-openhands_hello-world_trajectory.json': {},
  'google-adk-session/01-context_update_test-successful_test.session.json': {},
  'chat-messages/05-synthetic-long-multi-turn.json': { without: ['calls'] },
};

describe.runIf(hasCorpus)('real exports in the page', () => {
  test.each(Object.entries(exports))('%s', async (name, { trace: number = 0, without = [] }) => {
    using workspace = new TemporaryWorkspace();
    const path = join(corpusRoot, name);
    const { files } = await workspace.engine.importFiles({ paths: [path] }, call as CallContext<ImportProgress>);
    expect(files.map(({ error }) => error)).toEqual([null]);
    const { traces } = await workspace.engine.listTraces({ sort: 'oldest' }, call);
    const trace = traces[number]!;
    await using opened = await pages.trajectory(workspace, trace.id);
    const { page } = opened;

    const questions = page.getByRole('region', { name: 'Six questions' }).getByRole('listitem');
    const answerTo = async (question: string) => (await questions.filter({ has: page.locator('.caption', { hasText: new RegExp(`^${question}$`, 'u') }) }).innerText()).split('\n').slice(1).join(' ');
    if (without.includes('query')) expect(await answerTo('Query')).toContain('Not recorded');
    else expect(await answerTo('Query')).toMatch(/“.+”/u);
    if (without.includes('answer')) expect(await answerTo('Response')).toContain('Not recorded');
    else expect(await answerTo('Response')).toMatch(/“.+”/u);

    const cards = new Set<string>();
    const bare: string[] = [];
    let bubbles = 0;
    const seen = await walkPage(opened, Array.from({ length: Math.min(trace.steps, mostSteps) }, (_, index) => index + 1), async (n, tab) => {
      if (tab !== 'thread' && tab !== 'call') return;
      const said = await page.evaluate(() => ({
        messages: [...document.querySelectorAll('#panel .message')].map((each) => each.querySelector('.messageBody')?.textContent?.trim() ?? ''),
        calls: [...document.querySelectorAll('#panel .callCard')].map((card) => ({ name: card.getAttribute('aria-label') ?? '', parts: [...card.querySelectorAll('.callRow')].map((row) => ({ what: row.querySelector('.callLabel')?.firstChild?.textContent ?? '', value: row.querySelector('.callValue')?.textContent?.trim() ?? '' })) })),
      }));
      bubbles += said.messages.length;
      if (said.messages.includes('')) bare.push(`an empty message at step ${n}`);
      for (const { name: card, parts } of said.calls) {
        cards.add(card);
        // What a search was asked is its query.
        for (const what of ['Arguments|Query', 'Result']) if (!parts.some((part) => what.split('|').includes(part.what) && part.value !== '')) bare.push(`no ${what} in ${card} at step ${n}, ${tab}`);
      }
    });
    await page.getByRole('tab', { name: 'Thread' }).click();
    await takePicture(page, 'webview', `format-${name.replaceAll('/', '-')}`);
    expect(bubbles + cards.size).toBeGreaterThan(0);
    expect(bare).toEqual([]);
    expect(cards.size > 0).toBe(!without.includes('calls'));

    const recorded = readFileSync(path, 'latin1');
    const ours = slips.filter((word) => !recorded.includes(word));
    expect(seen.flatMap(({ n, tab, text, labels }) => ours.filter((word) => text.includes(word) || labels.includes(word)).map((word) => `${word} at step ${n}, ${tab}`))).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(opened.watched.deeds).toEqual([]);
    expect(await opened.watched.suspects()).toEqual([]);
    expect(opened.errors).toEqual([]);
  });
});
