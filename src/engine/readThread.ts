import { parentPort, workerData } from 'node:worker_threads';
import { formats } from '../core/formats/registry.ts';
import { memoryOf, packTraces } from '../store/packedTraces.ts';
import type { ReadAnswer, ReadThreadData } from './blockReaders.ts';
import type { LineBlock } from './lineBlocks.ts';
import { createBlockReader } from './readBlock.ts';

/** A thread that reads blocks of lines of one file. Started by blockReaders.ts. */
const { format: id, rules } = workerData as ReadThreadData;
const format = formats.find((each) => each.id === id);
if (!format) throw new Error(`There is no format ${id}`);
const read = createBlockReader(format, rules);

function answerTo(block: LineBlock): ReadAnswer {
  try {
    const content = read(block);
    return content && { packed: packTraces(content.encoded), traces: content.traces, end: content.end };
  } catch {
    // The same lines are read once more in the ordinary way, which says what is wrong.
    return undefined;
  }
}

parentPort?.on('message', (block: LineBlock) => {
  const answer = answerTo(block);
  parentPort?.postMessage(answer, answer ? memoryOf(answer.packed) : []);
});
