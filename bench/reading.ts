import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { TrajectoryStep } from '../src/core/model/trajectory.ts';
import { drawn, launchBrowser, newPage, timeToAnswer, timeToPaint } from './browserPage.ts';
import type { Painted } from './browserPage.ts';
import { engineThread } from './engineThread.ts';
import type { EngineThread } from './engineThread.ts';
import type { Figure, Round } from './figure.ts';
import { figureOf } from './figure.ts';
import { generate } from './generate.ts';
import type { Measurement } from './measurement.ts';
import { openedIn, openingSteps, scrolling, tell } from './pageActions.ts';
import { hostPage } from './pageHost.ts';
import type { PageHost } from './pageHost.ts';
import { createRandom } from './random.ts';
import { engineOn, quietly, scratchFolder } from './scratch.ts';
import { profileName, serveSpeedscope } from './speedscope.ts';

const spans = 20_000;
const stepsOpened = 50;
/** So long a window has been open when somebody clicks a trace in its list. */
const openMs = 1500;
const speedscopeWords = 'speedscope, page made to flame graph on the screen';
const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));

/** A trace of 20,000 spans as a person meets it: opened, scrolled, its steps opened, searched; and a page that shows many traces one after another. */
export const reading: Measurement = {
  names: ['open-trace', 'scroll', 'step', 'find', 'page-heap'],
  async run({ rounds, say, wanted }): Promise<readonly Figure[]> {
    using data = scratchFolder();
    await using browser = await launchBrowser();
    await using host = await hostPage();
    const figures: Figure[] = [];
    if (['open-trace', 'scroll', 'step', 'find'].some(wanted)) {
      const trace = await importedGiant(data.path, say);
      const another = (): Promise<EngineThread> => engineThread(data.path);
      const on: OnPage = { browser, host, another, trace, rounds };
      if (wanted('open-trace')) figures.push(...await openTrace(on, say));
      if (wanted('scroll')) figures.push(...await scroll(on));
      if (wanted('step')) figures.push(...await openSteps(on));
      if (wanted('find')) figures.push(...await findText(on));
    }
    if (wanted('page-heap')) figures.push(...await pageHeap(browser, host, rounds));
    return figures;
  },
};

type Rounds = (work: () => Promise<void>) => Promise<void>;
/** `another`: an engine that has not read the trace. */
type OnPage = { readonly browser: Browser; readonly host: PageHost; another(): Promise<EngineThread>; readonly trace: string; readonly rounds: Rounds };

async function importedGiant(folder: string, say: (sentence: string) => void): Promise<string> {
  const { file, bytes } = generate(join(folder, 'run.jsonl'), { traces: 1, seed: 3, spans });
  say(`open-trace, scroll, step, find: one trace with ${spans} spans, ${Math.round(bytes / 1e6)} MB`);
  const [trace] = await imported(folder, file);
  return trace!;
}

async function imported(folder: string, file: string): Promise<readonly string[]> {
  const engine = engineOn(folder);
  await engine.importFiles({ paths: [file] }, quietly());
  const { traces } = await engine.listTraces({ limit: 100 }, quietly());
  engine.close();
  if (traces.length === 0) throw new Error('Nothing was imported.');
  return traces.map(({ id }) => id);
}

/** Each time by an engine and a page that have not been there before. */
async function openTrace({ browser, host, another, trace, rounds }: OnPage, say: (sentence: string) => void): Promise<readonly Figure[]> {
  const steps = await stepsOf(another, trace);
  await using speedscope = await serveSpeedscope(cache, steps);
  if (!speedscope) say('open-trace: speedscope could not be installed and is left out.');
  const painted: Round[] = [];
  const fromData: Round[] = [];
  const floor: Round[] = [];
  const answering: Round[] = [];
  await rounds(async () => {
    const peer = speedscope ? await timeOf(browser, speedscope.page, 'canvas', profileName) : undefined;
    await using engine = await another();
    await pause(openMs);
    host.show(engine.client, trace);
    const own = await timeOf(browser, `${host.origin}/`, '[role="row"][aria-selected]');
    floor.push({ value: own.ms, against: (await timeOf(browser, `${host.origin}/empty`, 'body')).ms });
    if (peer === undefined) return;
    painted.push({ value: own.ms, against: peer.ms });
    fromData.push({ value: own.fromDataMs, against: peer.ms });
    await using fresh = await another();
    await pause(openMs);
    host.show(fresh.client, trace);
    await using opened = await newPage(browser);
    answering.push({ value: await timeToAnswer(opened.page, `${host.origin}/`), against: peer.ms });
  });
  return [
    ...(painted.length > 0 ? [
      figureOf('open-trace: first rows in the page as text to rows on the screen', 'ms', speedscopeWords, fromData, 0.1),
      figureOf('open-trace: page made to rows on the screen, its start and the engine included', 'ms', speedscopeWords, painted, 0.1),
      figureOf('open-trace: page made to a key that was pressed in the first rows being answered, all steps read', 'ms', speedscopeWords, answering),
    ] : []),
    figureOf('open-trace: the latter', 'ms', 'an empty page', floor),
  ];
}

async function stepsOf(another: OnPage['another'], trace: string): Promise<readonly TrajectoryStep[]> {
  await using engine = await another();
  return (await engine.client.openTrajectory({ trace })).steps;
}

async function timeOf(browser: Browser, address: string, selector: string, title?: string): Promise<Painted> {
  await using opened = await newPage(browser);
  return await timeToPaint(opened.page, address, selector, title);
}

async function scroll({ browser, host, another, trace, rounds }: OnPage): Promise<readonly Figure[]> {
  const rates: Record<'tree' | 'timeline', Round[]> = { tree: [], timeline: [] };
  const frames: Record<'tree' | 'timeline', Round[]> = { tree: [], timeline: [] };
  await rounds(async () => {
    await using engine = await another();
    host.show(engine.client, trace);
    await using opened = await openedRows(browser, host);
    await openedIn(opened.page);
    for (const view of ['tree', 'timeline'] as const) {
      const { fps, p95Ms } = await scrolling(opened.page, view);
      rates[view].push({ value: 55, against: fps });
      frames[view].push({ value: p95Ms, against: 30 });
    }
  });
  return (['tree', 'timeline'] as const).flatMap((view) => [
    figureOf(`scroll: 55 frames a second, ${view}`, 'fps', 'frames a second through all rows', rates[view], 1),
    figureOf(`scroll: 95 of 100 frames within, ${view}`, 'ms', '30 ms', frames[view], 1),
  ]);
}

async function openedRows(browser: Browser, host: PageHost): Promise<{ readonly page: Page } & AsyncDisposable> {
  const opened = await newPage(browser);
  await timeToPaint(opened.page, `${host.origin}/`, '[role="row"][aria-selected]');
  await drawn(opened.page);
  return opened;
}

/** Cold: the first step that is asked for, on a page just opened by a new engine. Warm: steps here and there after all was read. */
async function openSteps({ browser, host, another, trace, rounds }: OnPage): Promise<readonly Figure[]> {
  const cold: Round[] = [];
  const busy: Round[] = [];
  const warm: Round[] = [];
  const random = createRandom(9);
  const anyOf = (count: number): readonly number[] => Array.from({ length: count }, () => random.between(2, spans - 1));
  await rounds(async () => {
    await using engine = await another();
    host.show(engine.client, trace);
    await using opened = await openedRows(browser, host);
    const [first = 0, ...soon] = await openingSteps(opened.page, anyOf(6), 100);
    cold.push({ value: first, against: 50 });
    busy.push({ value: Math.max(...soon), against: 50 });
    await openedIn(opened.page);
    const times = await openingSteps(opened.page, anyOf(stepsOpened), 100);
    warm.push({ value: times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!, against: 50 });
  });
  return [
    figureOf('step: the first after the rows are there, to the next frame', 'ms', '50 ms', cold, 1),
    figureOf('step: the slowest of the five after it', 'ms', '50 ms', busy, 1),
    figureOf(`step: 95 of 100, any step of a trace that is read, to the next frame`, 'ms', '50 ms', warm, 1),
  ];
}

async function findText({ another, trace, rounds }: OnPage): Promise<readonly Figure[]> {
  const queries = { 'a common word': { text: 'order' }, 'a word that is nowhere': { text: 'zzqxv' }, 'a pattern': { text: 'ord-[0-9a-f]{4}', regex: true } };
  const taken = new Map(['the first, in a trace just read', ...Object.keys(queries)].map((name): [string, Round[]] => [name, []]));
  await rounds(async () => {
    await using engine = await another();
    const find = async (name: string, query: (typeof queries)[keyof typeof queries]): Promise<void> => {
      const start = performance.now();
      await engine.client.findInTrace({ trace, ...query });
      taken.get(name)!.push({ value: performance.now() - start, against: 100 });
    };
    // A person finds in what is on the screen: by then the page has asked for this.
    await engine.client.readInsights({ trace });
    await find('the first, in a trace just read', queries['a common word']);
    for (const [name, query] of Object.entries(queries)) await find(name, query);
  });
  return [...taken].map(([name, those]) => figureOf(`find: ${name}`, 'ms', '100 ms', those, 1));
}

/** One page that is told to show one trace after another, after ten of them and after a hundred. */
async function pageHeap(browser: Browser, host: PageHost, rounds: Rounds): Promise<readonly Figure[]> {
  using data = scratchFolder();
  const { file } = generate(join(data.path, 'runs.jsonl'), { traces: 100, seed: 5 });
  const traces = await imported(data.path, file);
  await using engine = await engineThread(data.path);
  const heaps: Round[] = [];
  await rounds(async () => {
    host.show(engine.client, traces[0]!);
    await using opened = await openedRows(browser, host);
    const session = await opened.page.context().newCDPSession(opened.page);
    const heap = async (): Promise<number> => {
      await openedIn(opened.page);
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
    };
    let ten = NaN;
    for (const [index, trace] of traces.entries()) {
      host.show(engine.client, trace);
      await showAgain(opened.page);
      if (index === 9) ten = await heap();
    }
    heaps.push({ value: await heap(), against: ten });
  });
  return [figureOf('page-heap: after a hundred traces in one page', 'MB', 'after ten', heaps, 1.2)];
}

async function showAgain(page: Page): Promise<void> {
  await tell(page, 'traceChanged', { removed: false });
  await page.waitForTimeout(60);
}
