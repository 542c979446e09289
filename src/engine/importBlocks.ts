import { availableParallelism } from 'node:os';
import type { Format, Sample } from '../core/formats/format.ts';
import { formats } from '../core/formats/registry.ts';
import { unpackTraces } from '../store/packedTraces.ts';
import type { BlockReaders, ReadAnswer } from './blockReaders.ts';
import { startBlockReaders } from './blockReaders.ts';
import type { ImportedTrace } from './importTraces.ts';
import type { LineBlock } from './lineBlocks.ts';
import { lineBlocks } from './lineBlocks.ts';
import type { BlockRules } from './readBlock.ts';
import type { RowWriting } from './rowWriting.ts';
import type { LinesEnd } from './source.ts';
import type { ImportSizes } from './importSizes.ts';
import type { SourceFile } from './sourceFile.ts';

export type BlockImport = {
  readonly program: string | URL;
  readonly format: string;
  readonly file: SourceFile;
  readonly rules: BlockRules;
  readonly start: LinesEnd;
  readonly sizes: ImportSizes;
  readonly writing: RowWriting;
  /** What became of each trace, by id; added to. */
  readonly traces: Map<string, ImportedTrace>;
  isStored(id: string): boolean;
  onRead(redactions: Readonly<Record<string, number>>, cut: number): void;
  /** A batch has been taken. @param position how far the file was read, in bytes @returns whether to go on */
  onBatch(position: number): Promise<boolean>;
};

export type BlocksRead = {
  /** Behind the last record that was taken: what comes then is to be read in the ordinary way. */
  readonly end: LinesEnd;
  readonly cancelled: boolean;
  /** Records of traces that were there before, so that they are still to be joined, by trace. */
  readonly apart: ReadonlyMap<string, readonly LineBlock[]>;
};

/** The first batch is smaller, so that a list has rows at once. */
const firstShare = 1 / 32;
/** On two cores a second one takes more time from the thread that writes than it saves; a third would only wait for it. */
const mostReaders = 2;
/** Blocks that a thread has before it, so that it never waits for us. */
const ahead = 3;
/** Where more than one trace in ten comes in pieces that lie apart, reading one line after the other is less work. */
const mostApart = 0.1;
const someTraces = 50;

/** Whether records can be read apart from each other: each says all it has to say, and has a line of its own. */
export function canReadInBlocks({ packed }: SourceFile, format: Format, { layout }: Sample): boolean {
  return !packed && layout === 'lines' && format.growth === 'records' && format.repeats !== 'separate' && formats.includes(format);
}

const readersHere = () => Math.min(Math.max(availableParallelism() - 1, 1), mostReaders);

/**
 * Reads the lines of a large file in several threads, block by block, and takes what they give in the order of the file. It goes as far as
 * the blocks can be read apart from each other.
 */
export async function importBlocks(job: BlockImport): Promise<BlocksRead> {
  const bytes = job.file.open();
  const readers = startBlockReaders(job.program, readersHere(), { format: job.format, rules: job.rules });
  try {
    return await takeBlocks(job, readers, lineBlocks(bytes, job.start, job.sizes.block));
  } finally {
    bytes.close();
    await readers.close();
  }
}

async function takeBlocks({ start, sizes, writing, traces, isStored, onRead, onBatch }: BlockImport, readers: BlockReaders, blocks: Iterator<LineBlock>): Promise<BlocksRead> {
  const apart = new Map<string, LineBlock[]>();
  let end = start;

  function take({ packed, traces: read, end: behind }: NonNullable<ReadAnswer>): void {
    end = behind;
    const known = new Set(read.flatMap(({ id }) => (traces.has(id) || isStored(id) ? [id] : [])));
    for (const { id, imported, redactions, cut } of read) {
      if (known.has(id)) continue;
      traces.set(id, imported);
      if (redactions || cut > 0) onRead(redactions ?? {}, cut);
    }
    if (known.size === 0) {
      writing.addPacked(packed, read.map(({ id }) => id));
      return;
    }
    const encoded = unpackTraces(packed);
    for (const { id, records } of encoded) if (known.has(id)) apart.set(id, [...(apart.get(id) ?? []), ...records]);
    writing.add(encoded.filter(({ id }) => !known.has(id)));
  }

  const waiting: Promise<ReadAnswer>[] = [];
  let batches = 0;
  let batchStart = start.offset;
  const endBatch = async (): Promise<boolean> => {
    batches++;
    batchStart = end.offset;
    await writing.endBatch();
    // Whoever looks for the first rows finds them.
    if (batches === 1) await writing.written();
    return onBatch(end.offset);
  };

  for (;;) {
    while (waiting.length < readers.count * ahead) {
      const { value: block, done } = blocks.next();
      if (done === true) break;
      waiting.push(readers.read(block));
    }
    const answer = await waiting.shift();
    if (answer) take(answer);
    const isOver = !answer || (apart.size > mostApart * traces.size && apart.size > someTraces);
    const isFull = end.offset - batchStart >= sizes.batch * Math.min(firstShare * 2 ** batches, 1);
    const goesOn = isOver || isFull ? await endBatch() : true;
    if (isOver || !goesOn) return { end, cancelled: !goesOn, apart };
  }
}
