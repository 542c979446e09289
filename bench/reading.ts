import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Engine } from '../src/engine/createEngine.ts';
import { launchBrowser, newPage, timeToPaint } from './browserPage.ts';
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
      const { engine, trace } = await importedGiant(data.path, say);
      const again = (): Engine => engineOn(data.path);
      if (wanted('open-trace')) figures.push(...await openTrace({ browser, host, engine: again, trace, rounds, say }));
      if (wanted('scroll')) figures.push(...await scroll({ browser, host, engine, trace, rounds }));
      if (wanted('step')) figures.push(...await openSteps({ browser, host, engine: again, trace, rounds }));
      if (wanted('find')) figures.push(...await findText(engine, trace, rounds));
      engine.close();
    }
    if (wanted('page-heap')) figures.push(...await pageHeap(browser, host, rounds));
    return figures;
  },
};

type Rounds = (work: () => Promise<void>) => Promise<void>;
type OnPage = { readonly browser: Browser; readonly host: PageHost; readonly trace: string; readonly rounds: Rounds };

async function importedGiant(folder: string, say: (sentence: string) => void): Promise<{ readonly engine: Engine; readonly trace: string }> {
  const { file, bytes } = generate(join(folder, 'run.jsonl'), { traces: 1, seed: 3, spans });
  say(`open-trace, scroll, step, find: one trace with ${spans} spans, ${Math.round(bytes / 1e6)} MB`);
  const engine = engineOn(folder);
  await engine.importFiles({ paths: [file] }, quietly());
  return { engine, trace: await newest(engine) };
}

async function newest(engine: Engine): Promise<string> {
  const [found] = (await engine.listTraces({ limit: 1 }, quietly())).traces;
  if (!found) throw new Error('Nothing was imported.');
  return found.id;
}

/** Each time by an engine and a page that have not been there before. */
async function openTrace({ browser, host, engine: another, trace, rounds, say }: OnPage & { engine(): Engine; say(sentence: string): void }): Promise<readonly Figure[]> {
  const first = another();
  const { steps } = await first.openTrajectory({ trace }, quietly());
  first.close();
  await using speedscope = await serveSpeedscope(cache, steps);
  if (!speedscope) say('open-trace: speedscope could not be installed and is left out.');
  const painted: Round[] = [];
  const floor: Round[] = [];
  await rounds(async () => {
    const peer = speedscope ? await timeOf(browser, speedscope.page, 'canvas', profileName) : undefined;
    const engine = another();
    await engine.listTraces({ limit: 1 }, quietly());
    host.show(engine, trace);
    const own = await timeOf(browser, `${host.origin}/`, '[role="row"][aria-selected]');
    engine.close();
    floor.push({ value: own, against: await timeOf(browser, `${host.origin}/empty`, 'body') });
    if (peer !== undefined) painted.push({ value: own, against: peer });
  });
  return [
    ...(painted.length > 0 ? [figureOf('open-trace: navigation to rows on the screen, page start and engine included', 'ms', 'speedscope, navigation to flame graph on the screen', painted, 0.1)] : []),
    figureOf('open-trace: the same', 'ms', 'an empty page', floor),
  ];
}

async function timeOf(browser: Browser, address: string, selector: string, title?: string): Promise<number> {
  await using opened = await newPage(browser);
  return await timeToPaint(opened.page, address, selector, title);
}

async function scroll({ browser, host, engine, trace, rounds }: OnPage & { readonly engine: Engine }): Promise<readonly Figure[]> {
  const rates: Record<'tree' | 'timeline', Round[]> = { tree: [], timeline: [] };
  const frames: Record<'tree' | 'timeline', Round[]> = { tree: [], timeline: [] };
  await rounds(async () => {
    host.show(engine, trace);
    await using opened = await openedRows(browser, host);
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
  return opened;
}

/** Cold: the first step that is asked for, on a page just opened by a new engine. Warm: steps here and there after all was read. */
async function openSteps({ browser, host, engine: another, trace, rounds }: OnPage & { engine(): Engine }): Promise<readonly Figure[]> {
  const cold: Round[] = [];
  const busy: Round[] = [];
  const warm: Round[] = [];
  const random = createRandom(9);
  const anyOf = (count: number): readonly number[] => Array.from({ length: count }, () => random.between(2, spans - 1));
  await rounds(async () => {
    const engine = another();
    host.show(engine, trace);
    await using opened = await openedRows(browser, host);
    const [first = 0, ...soon] = await openingSteps(opened.page, anyOf(6), 100);
    cold.push({ value: first, against: 50 });
    busy.push({ value: Math.max(...soon), against: 50 });
    await openedIn(opened.page);
    const times = await openingSteps(opened.page, anyOf(stepsOpened), 100);
    warm.push({ value: times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!, against: 50 });
    engine.close();
  });
  return [
    figureOf('step: the first after the rows are there, to the next frame', 'ms', '50 ms', cold, 1),
    figureOf('step: the slowest of the five after it', 'ms', '50 ms', busy, 1),
    figureOf(`step: 95 of 100, any step of a trace that is read, to the next frame`, 'ms', '50 ms', warm, 1),
  ];
}

async function findText(engine: Engine, trace: string, rounds: Rounds): Promise<readonly Figure[]> {
  const queries = { 'a common word': { text: 'order' }, 'a word that is nowhere': { text: 'zzqxv' }, 'a pattern': { text: 'ord-[0-9a-f]{4}', regex: true } };
  const taken = new Map(Object.keys(queries).map((name): [string, Round[]] => [name, []]));
  const before = performance.now();
  await engine.findInTrace({ trace, text: 'warm' }, quietly());
  const first: Round[] = [{ value: performance.now() - before, against: 100 }];
  await rounds(async () => {
    for (const [name, query] of Object.entries(queries)) {
      const start = performance.now();
      await engine.findInTrace({ trace, ...query }, quietly());
      taken.get(name)!.push({ value: performance.now() - start, against: 100 });
    }
  });
  return [figureOf('find: the first in a trace', 'ms', '100 ms', first), ...[...taken].map(([name, those]) => figureOf(`find: ${name}`, 'ms', '100 ms', those, 1))];
}

/** One page that is told to show one trace after another, after ten of them and after a hundred. */
async function pageHeap(browser: Browser, host: PageHost, rounds: Rounds): Promise<readonly Figure[]> {
  using data = scratchFolder();
  const { file } = generate(join(data.path, 'runs.jsonl'), { traces: 100, seed: 5 });
  const engine = engineOn(data.path);
  await engine.importFiles({ paths: [file] }, quietly());
  const traces = (await engine.listTraces({ limit: 100 }, quietly())).traces.map(({ id }) => id);
  const heaps: Round[] = [];
  await rounds(async () => {
    host.show(engine, traces[0]!);
    await using opened = await openedRows(browser, host);
    const session = await opened.page.context().newCDPSession(opened.page);
    const heap = async (): Promise<number> => {
      await openedIn(opened.page);
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
    };
    let ten = NaN;
    for (const [index, trace] of traces.entries()) {
      host.show(engine, trace);
      await showAgain(opened.page);
      if (index === 9) ten = await heap();
    }
    heaps.push({ value: await heap(), against: ten });
  });
  engine.close();
  return [figureOf('page-heap: after a hundred traces in one page', 'MB', 'after ten', heaps, 1.2)];
}

async function showAgain(page: Page): Promise<void> {
  await tell(page, 'traceChanged', { removed: false });
  await page.waitForTimeout(60);
}
