import type { EncodedTrace, Text } from './encodedTrace.ts';

/**
 * Traces on their way to another thread. Their texts lie one after the other in one piece of memory that changes hands, all else as
 * JSON behind them; cloning costs several times as much, and the database wants bytes anyway. Who only passes them on need not open them.
 */
export type PackedTraces = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each text, in bytes. */
  readonly lengths: Uint32Array<ArrayBuffer>;
};

/** Which of the texts are whose follows from how many there are, in this order. */
type Packed = Omit<EncodedTrace, 'contents' | 'searchTexts' | 'spanBodies' | 'body'> & { readonly contentCount: number; readonly spanCount: number; readonly body: readonly boolean[] };

export function packTraces(traces: readonly EncodedTrace[]): PackedTraces {
  const texts: Text[] = [];
  const packed = traces.map(({ contents, searchTexts, spanBodies, body, ...rest }): Packed => {
    for (const list of [contents, searchTexts, spanBodies]) for (const text of list) texts.push(text);
    for (const text of body) if (text !== null) texts.push(text);
    return { ...rest, contentCount: contents.length, spanCount: spanBodies.length, body: body.map((text) => text !== null) };
  });
  texts.push(JSON.stringify(packed));
  // A UTF-16 unit is three bytes at most. Measuring each text first takes longer than copying them all once more.
  const most = texts.reduce((total, text) => total + text.length * 3, 0);
  const lengths = new Uint32Array(texts.length);
  const isSmall = most <= scratchBytes;
  const into = isSmall ? (scratch ??= Buffer.allocUnsafeSlow(scratchBytes)) : Buffer.allocUnsafeSlow(texts.reduce((total, text) => total + bytesOf(text), 0));
  let at = 0;
  for (let n = 0; n < texts.length; n++) {
    const text = texts[n] ?? '';
    if (typeof text !== 'string') into.set(text, at);
    const length = typeof text === 'string' ? into.write(text, at, 'utf8') : text.length;
    lengths[n] = length;
    at += length;
  }
  // Memory of its own, as it is given away.
  const bytes = isSmall ? Buffer.allocUnsafeSlow(at) : into;
  if (isSmall) into.copy(bytes, 0, 0, at);
  return { bytes, lengths };
}

const scratchBytes = 4_000_000;
let scratch: Buffer<ArrayBuffer> | undefined;

const bytesOf = (text: Text) => (typeof text === 'string' ? Buffer.byteLength(text) : text.length);

/** What moves with them when they are sent. */
export const memoryOf = ({ bytes, lengths }: PackedTraces): ArrayBuffer[] => [bytes.buffer, lengths.buffer];

export function unpackTraces({ bytes, lengths }: PackedTraces): readonly EncodedTrace[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const traces = JSON.parse(buffer.toString('utf8', buffer.length - (lengths.at(-1) ?? 0))) as readonly Packed[];
  let number = 0;
  let at = 0;
  const next = (): Text => {
    const start = at;
    at += lengths[number++] ?? 0;
    return buffer.subarray(start, at);
  };
  const several = (count: number) => Array.from({ length: count }, next);
  return traces.map(({ contentCount, spanCount, body, ...rest }) => (
    { ...rest, contents: several(contentCount), searchTexts: several(contentCount), spanBodies: several(spanCount), body: body.map((has) => (has ? next() : null)) }
  ));
}
