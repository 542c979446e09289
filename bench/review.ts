import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '../src/engine/createEngine.ts';
import type { TraceSummary } from '../src/core/model/trajectory.ts';
import type { TraceQuery } from '../src/protocol/traceApi.ts';
import { duckDb, installDuckDb } from './duckdbPackage.ts';
import type { Figure, Round } from './figure.ts';
import { figureOf } from './figure.ts';
import type { Measurement } from './measurement.ts';
import type { LabelRow } from './reviewData.ts';
import { generateJournals, generateRuns } from './reviewData.ts';
import { reviewInDuckDb } from './reviewInDuckDb.ts';
import { engineOn, quietly, scratchFolder } from './scratch.ts';

const traces = 100_000;
const labels = 20_000;
const page = 50;
const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));

/** What is asked for, with the same in SQL over DuckDB's tables; a list is its first page, and how many there are, fail and are not labelled. */
const lists: Readonly<Record<string, { readonly query: TraceQuery; readonly where: string; readonly order?: string }>> = {
  'newest': { query: {}, where: 'true' },
  'slowest': { query: { sort: 'slowest' }, where: 'true', order: 'latency_ms DESC' },
  'failing, not labelled': { query: { failing: true, unlabelled: true }, where: 'failing AND verdict IS NULL' },
  'by tool and model': { query: { tool: 'getOrder', model: 'gpt-4.1' }, where: `list_contains(tools, 'getOrder') AND model = 'gpt-4.1'` },
  'by role, use case and time': { query: { role: 'sales', useCase: 'refund', since: '2026-10-15' }, where: `role = 'sales' AND use_case = 'refund' AND start_us >= epoch_us(TIMESTAMP '2026-10-15')` },
  'by failure class': { query: { failure: 'tool_selection' }, where: `class = 'tool_selection'` },
  'by a phrase': { query: { text: '"refund customer"' }, where: `contains(words, 'refund customer') OR contains(note, 'refund customer')` },
  'by a common word': { query: { text: '"refund"' }, where: `contains(words, 'refund') OR contains(note, 'refund')` },
};
const groups = { user: 'user_id', role: 'role', useCase: 'use_case', tool: 'tool', failure: 'class' } as const;
const failureLogs = { '': {}, ' by root cause': { sort: 'cause' }, ' of a class without an owner': { filter: 'class:tool owner:none -status:handled' } } as const;

const words = ['refund', 'invoice', 'policy', 'shipping', 'account', 'payment', 'search', 'server', 'model', 'status'];
const phrases = words.flatMap((one) => words.flatMap((other) => (one === other ? [] : [`"${one} ${other}"`])));

/** Reviewing 100,000 traces, 20,000 of them labelled by two reviewers: what one thread of the engine answers, beside DuckDB over the same rows. */
export const review: Measurement = {
  names: ['review'],
  async run({ rounds, say }): Promise<readonly Figure[]> {
    using data = scratchFolder();
    const { engine, said, all } = await prepared(data.path);
    say(`review: ${traces} traces, ${said.length} labelled`);
    const peer = installDuckDb(cache) ? await reviewInDuckDb(duckDb(), all, said, data.path) : undefined;
    if (!peer) say('review: DuckDB could not be installed and is left out.');

    const taken = new Map<string, { readonly own: number[]; readonly peer: number[] }>();
    const note = (name: string, side: 'own' | 'peer', ms: number) => {
      const each = taken.get(name) ?? { own: [], peer: [] };
      taken.set(name, each);
      each[side].push(ms);
    };
    const measure = async (name: string, own: () => unknown, other?: () => Promise<unknown>) => {
      note(name, 'own', await best(own));
      if (other) note(name, 'peer', await best(other));
    };
    // What everything stands on is read once, with the first of its kind.
    const first = performance.now();
    await engine.listTraces({ limit: page }, quietly());
    note('the first list of a session', 'own', performance.now() - first);
    await engine.patterns({}, quietly());

    let [next, phrase] = [0, 0];
    const waiting = (await engine.listTraces({ unlabelled: true, limit: 1000 }, quietly())).traces.map(({ id }) => id);
    await rounds(async () => {
      for (const [name, { query, where, order = 'start_us DESC' }] of Object.entries(lists)) await measure(`list ${name}`, () => engine.listTraces({ ...query, limit: page }, quietly()), peer && (() => peer.list(where, order, page)));
      await measure('list by words that nobody looked for yet', () => engine.listTraces({ text: phrases[phrase++ % phrases.length]!, limit: page }, quietly()), peer && (() => peer.list(`contains(words, '${phrases[phrase++ % phrases.length]!.replaceAll('"', '')}')`, 'start_us DESC', page)));
      for (const [by, column] of Object.entries(groups) as [keyof typeof groups, string][]) await measure(`groups by ${by}`, () => engine.groupTraces({ by }, quietly()), peer && (() => peer.groups(column)));
      await measure('classes by week and matrix of steps', () => engine.patterns({}, quietly()), peer && (async () => [await peer.weeks(), await peer.matrix()]));
      for (const [name, request] of Object.entries(failureLogs)) await measure(`the failure log${name}`, () => engine.failureLog({ ...request, limit: page }, quietly()));
      await measure('save a label and get the next trace of a queue', async () => {
        const trace = waiting[next++ % waiting.length]!;
        await engine.labelTrace({ trace, by: 'ana', change: { verdict: 'fail', class: { class: 'tool_selection' } }, queue: 'unreviewed' }, quietly());
        await engine.nextInQueue({ queue: 'unreviewed', by: 'ana', after: trace }, quietly());
      });
      await measure('save a label and list again', async () => {
        await engine.labelTrace({ trace: waiting[next++ % waiting.length]!, by: 'ana', change: { verdict: 'pass' } }, quietly());
        await engine.listTraces({ limit: page }, quietly());
      });
      await measure('classes by week and matrix of steps, after a label', async () => {
        await engine.labelTrace({ trace: waiting[next++ % waiting.length]!, by: 'ana', change: { verdict: 'fail' } }, quietly());
        await engine.patterns({}, quietly());
      });
      await measure('the failure log, after a label', async () => {
        await engine.labelTrace({ trace: waiting[next++ % waiting.length]!, by: 'ana', change: { verdict: 'fail' } }, quietly());
        await engine.failureLog({ limit: page }, quietly());
      });
      await measure('undo', () => engine.undoLabel({ by: 'ana' }, quietly()));
      await measure('redo', () => engine.redoLabel({ by: 'ana' }, quietly()));
    });
    engine.close();
    peer?.close();
    return [...taken].flatMap(([name, { own, peer: others }]) => figuresOf(name, own, others));
  },
};

function figuresOf(name: string, own: readonly number[], others: readonly number[]): readonly Figure[] {
  const limit = /^(?:list|groups)/.test(name) ? 1 : name.startsWith('the first') ? undefined : 50;
  const rounds = (against: (n: number) => number): Round[] => own.map((value, n) => ({ value, against: against(n) }));
  return [
    limit === undefined ? figureOf(`review: ${name}`, 'ms', '1000 ms', rounds(() => 1000)) : figureOf(`review: ${name}`, 'ms', `${limit} ms`, rounds(() => limit), 1),
    ...(others.length === 0 ? [] : [figureOf(`review: ${name}`, 'ms', 'DuckDB', rounds((n) => others[n] ?? NaN))]).map((figure) => ({ ...figure, name: `${figure.name}, beside DuckDB` })),
  ];
}

/** The median of a few, as people ask for the same again and again while they review. */
async function best(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 7; time++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[3]!;
}

/** An engine that knows the signals of all traces, so that nothing is looked for beside what is measured. */
async function prepared(folder: string): Promise<{ readonly engine: Engine; readonly said: readonly LabelRow[]; readonly all: readonly TraceSummary[] }> {
  const file = join(folder, 'runs.jsonl');
  generateRuns(file, { traces, seed: 17 });
  const importing = engineOn(folder);
  await importing.importFiles({ paths: [file] }, quietly());
  const { traces: all } = await importing.listTraces({ sort: 'oldest' }, quietly());
  await importing.groupTraces({ by: 'signal' }, quietly());
  importing.close();
  const said = generateJournals(folder, all.map(({ id, toolsCalled }) => ({ id, tools: toolsCalled })), { labels, seed: 18 });
  return { engine: engineOn(folder), said, all };
}
