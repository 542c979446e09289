import type { Bytes } from './bytes.ts';

/** All of `bytes`, in memory; undefined when there are more than `most`. Closes them. */
export function heldBytes(bytes: Bytes, most: number): Bytes | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (const chunk of bytes.chunks()) {
      length += chunk.length;
      if (length > most) return undefined;
      parts.push(chunk.slice());
    }
  } finally {
    bytes.close();
  }
  const whole = Buffer.concat(parts);
  const trouble = bytes.trouble();
  return {
    *chunks(from = 0) {
      if (from < whole.length) yield whole.subarray(from);
    },
    read: (offset, wanted) => whole.subarray(offset, offset + wanted),
    size: () => whole.length,
    taken: () => 0,
    trouble: () => trouble,
    close() {},
  };
}
