import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { figureOf } from './figure.ts';
import type { GenerateOptions } from './generate.ts';
import { generate } from './generate.ts';
import type { Measurement } from './measurement.ts';
import { runTask } from './processes.ts';
import { scratchFolder } from './scratch.ts';

const giants: Readonly<Record<string, GenerateOptions>> = {
  'giant-line': { traces: 1, seed: 3, spans: 20_000 },
  'giant-message': { traces: 1, seed: 4, question: 50_000_000 },
};

/** A run of 20,000 spans on one line, and a message of 50 MB: the most memory that their import takes. */
export const giantRuns: Measurement = {
  names: Object.keys(giants),
  async run({ rounds, say, wanted }): Promise<readonly Figure[]> {
    const figures: Figure[] = [];
    for (const [name, options] of Object.entries(giants)) {
      if (!wanted(name)) continue;
      using data = scratchFolder();
      const { file, bytes, spans } = generate(join(data.path, 'run.jsonl'), options);
      say(`${name}: one line with ${spans} spans, ${Math.round(bytes / 1e6)} MB`);
      const taken: { value: number; against: number }[] = [];
      await rounds(async () => {
        const workspace = join(data.path, 'workspace');
        rmSync(workspace, { recursive: true, force: true });
        mkdirSync(workspace);
        const task = await runTask(2, 'import', file, workspace);
        if (task.count !== 1) throw new Error(`The import found ${task.count} traces.`);
        taken.push({ value: task.peakMb, against: 1000 });
      });
      figures.push(figureOf(name, 'MB', '1,000 MB of memory', taken, 1));
    }
    return figures;
  },
};
