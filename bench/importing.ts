import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure, Round } from './figure.ts';
import { figureOf } from './figure.ts';
import { generate } from './generate.ts';
import type { Measurement } from './measurement.ts';
import { installDuckDb } from './duckdbPackage.ts';
import { bindsCores, runTask } from './processes.ts';
import { engineOn, quietly, scratchFolder } from './scratch.ts';
import type { TaskResult } from './task.ts';

const traces = 10_000;
const parsing = 'reading and JSON.parse of every line (P)';
const duckDb = 'DuckDB, read_json into a plain table of spans';
/** What another window would see: how often it looks for first rows. */
const lookEveryMs = 10;

/**
 * Import with rows and full text, with and without redaction, on two cores and on one, against P and DuckDB; how soon another connection
 * lists the first traces, the same file once more, the size of the index, the most memory. Everything takes turns in processes of its own.
 */
export const importing: Measurement = {
  names: ['import', 'first-rows'],
  async run({ rounds, say }): Promise<readonly Figure[]> {
    using data = scratchFolder();
    const generated = generate(join(data.path, 'runs.jsonl'), { traces, seed: 1 });
    say(`${generated.traces} traces, ${generated.spans} spans, ${Math.round(generated.bytes / 1e6)} MB`);
    if (!installDuckDb(fileURLToPath(new URL('../node_modules/.cache', import.meta.url)))) say('DuckDB cannot be installed here: figures beside it are left out.');
    if (!bindsCores) say('Nothing here binds a process to a core (taskset on Linux does): figures for one core are left out.');
    const taken: Record<string, Round[]> = {};
    const note = (name: string, value: number, against: number) => void (taken[name] ??= []).push({ value, against });

    await rounds(async () => {
      const parse = await runTask(2, 'parse', generated.file);
      for (const cores of bindsCores ? [2, 1] : [2]) {
        for (const redacted of [false, true]) {
          const { task, firstRowsAt, indexBytes } = await importInto(data.path, generated.file, cores, redacted);
          const name = `${redacted ? 'import' : 'import-unredacted'}-${cores}`;
          note(name, task.ms, parse.ms);
          note(`${name}-cpu`, task.cpuMs, parse.cpuMs);
          if (cores === 1) continue;
          if (!redacted) {
            const duck = await loadDuckDb(data.path, generated.file, generated.spans);
            if (duck) note('import-duckdb', task.ms, duck.ms);
            if (duck) note('memory', task.peakMb, duck.peakMb);
            continue;
          }
          note('first-rows', firstRowsAt - task.startedAt, task.ms);
          note('import-unchanged', task.againMs ?? NaN, parse.ms);
          note('index-size', indexBytes / 1e6, generated.bytes / 1e6);
        }
      }
    });
    const figure = (name: string, unit: string, against: string, goal?: number) => (taken[name] ? [figureOf(name, unit, against, taken[name], goal)] : []);
    return [
      ...figure('import-2', 'ms', parsing, 4.8), ...figure('import-1', 'ms', parsing, 8.2), ...figure('import-unredacted-2', 'ms', parsing, 3.8), ...figure('import-unredacted-1', 'ms', parsing, 7),
      ...figure('import-2-cpu', 'ms', `processor time of P`), ...figure('import-unredacted-2-cpu', 'ms', `processor time of P`),
      ...figure('import-duckdb', 'ms', `${duckDb}, both unredacted on two cores`, 1.1), ...figure('memory', 'MB', `the most memory of DuckDB`, 0.5),
      ...figure('first-rows', 'ms', 'the whole import', 0.1), ...figure('index-size', 'MB', 'the export', 0.5), ...figure('import-unchanged', 'ms', parsing),
    ];
  },
};

async function importInto(folder: string, file: string, cores: number, redacted: boolean): Promise<{ task: TaskResult; firstRowsAt: number; indexBytes: number }> {
  const workspace = join(folder, 'workspace');
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(join(workspace, 'casebook'), { recursive: true });
  if (!redacted) writeFileSync(join(workspace, 'casebook', 'config.yaml'), 'redaction:\n  secrets: "off"\n');
  const reader = engineOn(workspace);
  let firstRowsAt = Infinity;
  const look = async () => {
    const { total } = await reader.listTraces({ limit: 100 }, quietly());
    if (total === 0) return;
    firstRowsAt = Math.min(firstRowsAt, Date.now());
    clearInterval(looking);
  };
  const looking = setInterval(() => void look(), lookEveryMs);
  try {
    const task = await runTask(cores, 'import', file, workspace);
    if (task.count !== traces || firstRowsAt === Infinity) throw new Error(`The import found ${task.count} traces.`);
    // The last one to close the files puts all into them.
    reader.close();
    const indexBytes = ['casebook.db', 'search.db'].reduce((total, name) => total + statSync(join(workspace, '.casebook', name)).size, 0);
    return { task, firstRowsAt, indexBytes };
  } finally {
    clearInterval(looking);
    reader.close();
  }
}

/** Undefined where DuckDB is not there for this platform. */
async function loadDuckDb(folder: string, file: string, spans: number): Promise<TaskResult | undefined> {
  const database = join(folder, 'spans.duckdb');
  rmSync(database, { force: true });
  const loaded = await runTask(2, 'duckdb', file, database, '2').catch(() => undefined);
  if (loaded && loaded.count !== spans) throw new Error(`DuckDB found ${loaded.count} spans of ${spans}.`);
  return loaded;
}
