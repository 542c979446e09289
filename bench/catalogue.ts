import { join } from 'node:path';
import type { Figure, Round } from './figure.ts';
import { figureOf, timed } from './figure.ts';
import { generate } from './generate.ts';
import type { Measurement } from './measurement.ts';
import { engineOn, quietly, scratchFolder } from './scratch.ts';

const traces = 10_000;

/** What all traces know that a case may name: made for the first time, and summed up by the next process from what the first one kept. */
export const catalogue: Measurement = {
  names: ['catalogue'],
  async run({ rounds, say }): Promise<readonly Figure[]> {
    const first: Round[] = [];
    const again: Round[] = [];
    const blocks: Round[] = [];
    await rounds(async () => {
      using data = scratchFolder();
      const { file, spans } = generate(join(data.path, 'runs.jsonl'), { traces, seed: 11 });
      say(`catalogue: ${traces} traces, ${spans} spans`);
      const importing = engineOn(data.path);
      const imported = await timed(() => importing.importFiles({ paths: [file] }, quietly()));
      importing.close();
      for (const made of [first, again]) {
        const engine = engineOn(data.path);
        await engine.listTraces({ limit: 1 }, quietly());
        const { ms, longest } = await withBlocks(async () => void (await engine.catalogue({}, quietly())));
        made.push({ value: ms, against: imported.ms });
        blocks.push({ value: longest, against: 15 });
        engine.close();
      }
    });
    return [
      figureOf('catalogue: asked for the first time', 'ms', 'the import of the traces', first),
      figureOf('catalogue: asked for in the next session', 'ms', 'the import of the traces', again),
      figureOf('catalogue: longest time that others wait, of the processor\'s', 'ms', '15 ms', blocks, 1),
    ];
  },
};

/** The most processor time of this thread between two of its turns, so that what else runs on the machine does not count. */
async function withBlocks(work: () => Promise<void>): Promise<{ readonly ms: number; readonly longest: number }> {
  let longest = 0;
  let last = process.threadCpuUsage();
  let isOver = false;
  const look = (): void => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
    if (!isOver) setImmediate(look);
  };
  look();
  const { ms } = await timed(work);
  isOver = true;
  return { ms, longest };
}
