import { Worker } from 'node:worker_threads';
import type { PackedTraces } from '../store/packedTraces.ts';
import type { LineBlock } from './lineBlocks.ts';
import type { BlockContent, BlockRules } from './readBlock.ts';

export type ReadThreadData = { readonly format: string; readonly rules: BlockRules };
/** Undefined: these lines cannot be read apart from the others. */
export type ReadAnswer = (Omit<BlockContent, 'encoded'> & { readonly packed: PackedTraces }) | undefined;

/** Threads that read blocks of lines of one file. */
export interface BlockReaders {
  readonly count: number;
  /** By whichever thread has least to do. Resolves to undefined where a thread breaks, too. */
  read(block: LineBlock): Promise<ReadAnswer>;
  /** Ends them, whatever they do. */
  close(): Promise<void>;
}

/** Young objects of a thread in MB: what a reader makes of a block is gone before the next. */
const youngMb = 96;

export function startBlockReaders(program: string | URL, count: number, data: ReadThreadData): BlockReaders {
  const threads = Array.from({ length: count }, () => {
    const worker = new Worker(program, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: youngMb } });
    /** Who waits, in the order of their blocks. */
    const waiting: ((answer: ReadAnswer) => void)[] = [];
    let ended = false;
    const end = () => {
      ended = true;
      for (const resolve of waiting.splice(0)) resolve(undefined);
    };
    worker.on('message', (answer: ReadAnswer) => waiting.shift()?.(answer));
    worker.on('error', end);
    worker.once('exit', end);
    return {
      waiting, close: () => worker.terminate(),
      read: (block: LineBlock) => new Promise<ReadAnswer>((resolve) => {
        if (ended) resolve(undefined);
        else {
          waiting.push(resolve);
          worker.postMessage(block);
        }
      }),
    };
  });
  return {
    count,
    read: (block) => threads.reduce((least, each) => (each.waiting.length < least.waiting.length ? each : least)).read(block),
    async close() {
      await Promise.all(threads.map(({ close }) => close()));
    },
  };
}
