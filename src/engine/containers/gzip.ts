import { Gunzip, Inflate } from 'fflate';

/** Packed bytes to take at once: deflate packs to a thousandth at best, so this bounds what one step gives. */
const stepBytes = 32 << 10;

/** The content of one gzip stream, or of several one after the other. Throws where it is cut off or damaged, after what came before. */
export function* gunzipped(chunks: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  let end = new Uint8Array(0);
  function* watched(): Generator<Uint8Array, void> {
    for (const chunk of chunks) {
      end = Uint8Array.from([...end, ...chunk.subarray(-4)]).subarray(-4);
      yield chunk;
    }
  }
  let length = 0;
  yield* stepwise(watched(), (give) => {
    const stream = new Gunzip((data) => {
      length += data.length;
      give(data);
    });
    stream.onmember = () => { length = 0; };
    return stream;
  });
  // The library takes a stream that is cut off for a short one. Its last four bytes are the length of what was packed.
  if (end.length < 4 || new DataView(end.buffer, end.byteOffset).getUint32(0, true) !== length % 2 ** 32) throw new Error('unexpected EOF');
}

/** The content of a deflate stream without a head, as zip has them. */
export function* inflated(chunks: Iterable<Uint8Array>): Generator<Uint8Array, void> {
  yield* stepwise(chunks, (give) => new Inflate(give));
}

function* stepwise(chunks: Iterable<Uint8Array>, create: (give: (data: Uint8Array) => void) => { push(chunk: Uint8Array, final?: boolean): void }): Generator<Uint8Array, void> {
  const given: Uint8Array[] = [];
  const stream = create((data) => { if (data.length > 0) given.push(data); });
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += stepBytes) {
      // A copy: the stream keeps what it could not use yet, and the chunk's memory is used again.
      const failed = tried(() => stream.push(chunk.slice(at, at + stepBytes)));
      yield* given.splice(0);
      if (failed) throw failed.error;
    }
  }
  const failed = tried(() => stream.push(new Uint8Array(0), true));
  yield* given.splice(0);
  if (failed) throw failed.error;
}

/** What was given before the error is good. */
function tried(work: () => void): { readonly error: unknown } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return { error };
  }
}
