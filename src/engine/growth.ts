import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Format, Sample } from '../core/formats/format.ts';
import { Json } from '../core/model/json.ts';
import type { Bytes } from './containers/bytes.ts';
import type { ImportUnit } from './importUnits.ts';
import { ToldWarnings } from './importWarnings.ts';
import type { HowRead } from './readingRules.ts';
import type { LinesEnd, OpenSource } from './source.ts';
import { openSource } from './source.ts';

/** What is kept of a finished reading, so that only what comes behind it has to be read when the file has grown. */
export const Growth = z.object({
  /** Behind the last whole record. */
  end: z.object({ offset: z.number(), line: z.number() }),
  /** Over the first and the last bytes before `end`, to know the file again. */
  head: z.string(), tail: z.string(),
  /** What the reader needs to go on. */
  kept: Json.optional(),
  told: ToldWarnings,
});
export type Growth = z.infer<typeof Growth>;

const comparedBytes = 64 << 10;
/** More is not small any more: then the file is read from its start. */
const largestKept = 4 << 20;

function marksOf(bytes: Bytes, { offset }: LinesEnd): { readonly head: string; readonly tail: string } {
  const length = Math.min(offset, comparedBytes);
  return { head: hash('sha256', bytes.read(0, length)), tail: hash('sha256', bytes.read(offset - length, length)) };
}

/** Undefined where a file of this format has to be read from its start when it has grown. */
export function growthOf(unit: ImportUnit, source: OpenSource, format: Format, kept: Json | undefined, told: ToldWarnings): Growth | undefined {
  const end = source.linesEnd();
  const [file] = unit.files;
  if (!end || !file || format.growth === undefined || (format.growth === 'resumed' && kept === undefined)) return undefined;
  if (kept !== undefined && JSON.stringify(kept).length > largestKept) return undefined;
  const bytes = file.open();
  try {
    return { end: { offset: end.offset, line: end.line }, ...marksOf(bytes, end), ...(kept === undefined ? {} : { kept }), told };
  } finally {
    bytes.close();
  }
}

/**
 * How a file is read that begins as it was when it was read, and has grown since; undefined where it has to be read from its start.
 * @param before how it was read then, and its size in bytes
 * @param detect how it would be read now
 */
export function grownSince({ files, size, shownAs }: ImportUnit, growth: Growth, before: { readonly format: string; readonly settings: string; readonly size: number }, detect: (sample: Sample) => HowRead | undefined): HowRead | undefined {
  const [file, ...more] = files;
  if (!file || more.length > 0 || file.packed) return undefined;
  if (size <= before.size || size <= growth.end.offset) return undefined;
  const bytes = file.open();
  try {
    const { head, tail } = marksOf(bytes, growth.end);
    if (head !== growth.head || tail !== growth.tail) return undefined;
  } finally {
    bytes.close();
  }
  // What is known of a file by its first lines may change with the next ones.
  const source = openSource(files, shownAs, { warn() {} });
  try {
    const detected = detect(source.sample);
    return detected?.format.id === before.format && detected.settings === before.settings && detected.format.growth !== undefined ? detected : undefined;
  } finally {
    source.close();
  }
}
