import type { EncodedTrace, Text } from './encodedTrace.ts';

/**
 * Traces on their way to another thread. Their long texts lie one after the other in one piece of memory that changes hands; cloning
 * them costs several times as much, and the database wants bytes anyway.
 */
export type PackedTraces = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each text, in bytes. */
  readonly lengths: Uint32Array<ArrayBuffer>;
  readonly traces: readonly Packed[];
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
  const lengths = Uint32Array.from(texts, (text) => (typeof text === 'string' ? Buffer.byteLength(text) : text.length));
  // Memory of its own, as it is given away.
  const bytes = Buffer.allocUnsafeSlow(lengths.reduce((total, length) => total + length, 0));
  let at = 0;
  texts.forEach((text, n) => {
    if (typeof text === 'string') bytes.write(text, at, 'utf8');
    else bytes.set(text, at);
    at += lengths[n] ?? 0;
  });
  return { bytes, lengths, traces: packed };
}

export function unpackTraces({ bytes, lengths, traces }: PackedTraces): readonly EncodedTrace[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
