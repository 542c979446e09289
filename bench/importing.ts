import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportProgress } from '../src/protocol/engineApi.ts';
import type { Figure, Round } from './figure.ts';
import { figureOf, timed } from './figure.ts';
import { generate } from './generate.ts';
import type { Measurement } from './measurement.ts';
import { parseLines } from './parseLines.ts';
import { engineOn, quietly, scratchFolder } from './scratch.ts';

const traces = 10_000;
const parsing = 'read and JSON.parse every line (P)';

/** Import with full text and redaction against P, how soon there are rows to list, the same file once more, and the size of the index. */
export const importing: Measurement = {
  names: ['import', 'first-rows'],
  async run({ rounds, say }): Promise<readonly Figure[]> {
    using data = scratchFolder();
    const generated = generate(join(data.path, 'runs.jsonl'), { traces, seed: 1 });
    say(`${generated.traces} traces, ${generated.spans} spans, ${Math.round(generated.bytes / 1e6)} MB`);
    const whole: Round[] = [];
    const cpu: Round[] = [];
    const first: Round[] = [];
    const again: Round[] = [];
    const size: Round[] = [];
    await rounds(async () => {
      const parse = await timed(() => parseLines(generated.file));
      const imported = await importOnce(generated.file);
      whole.push({ value: imported.ms, against: parse.ms });
      cpu.push({ value: imported.cpuMs, against: parse.cpuMs });
      first.push({ value: imported.firstRowsMs, against: imported.ms });
      again.push({ value: imported.againMs, against: parse.ms });
      size.push({ value: imported.bytes / 1e6, against: generated.bytes / 1e6 });
    });
    return [
      figureOf('import', 'ms', parsing, whole),
      figureOf('import-cpu', 'ms', parsing, cpu),
      figureOf('first-rows', 'ms', 'the whole import', first),
      figureOf('import-unchanged', 'ms', parsing, again),
      figureOf('index-size', 'MB', 'the export', size),
    ];
  },
};

async function importOnce(file: string): Promise<{ ms: number; cpuMs: number; firstRowsMs: number; againMs: number; bytes: number }> {
  using folder = scratchFolder();
  const engine = engineOn(folder.path);
  // A connection of its own, as the tree of another window has.
  const reader = engineOn(folder.path);
  const start = performance.now();
  let firstRowsMs: number | undefined;
  const listed: Promise<void>[] = [];
  const look = async () => {
    const { total } = await reader.listTraces({ limit: 100 }, quietly());
    if (total > 0) firstRowsMs ??= performance.now() - start;
  };
  const { ms, cpuMs, result } = await timed(() => engine.importFiles({ paths: [file] }, quietly<ImportProgress>(() => { if (firstRowsMs === undefined) listed.push(look()); })));
  await Promise.all(listed);
  if (result.traces !== traces || firstRowsMs === undefined) throw new Error(`The import found ${result.traces} traces: ${result.files[0]?.error ?? 'no error'}`);
  const again = await timed(() => engine.importFiles({ paths: [file] }, quietly()));
  reader.close();
  engine.close();
  const bytes = ['casebook.db', 'search.db'].reduce((total, name) => total + statSync(join(folder.path, '.casebook', name)).size, 0);
  return { ms, cpuMs, firstRowsMs, againMs: again.ms, bytes };
}
