export type TarEntry = {
  readonly name: string; readonly content?: string | Uint8Array;
  /** The letter of what it is; a file where none is given. */
  readonly type?: string;
  /** The folders of a long path, as ustar has them. */
  readonly folders?: string;
  /** The size as bytes, as GNU writes what octal digits cannot hold. */
  readonly binarySize?: boolean;
  /** What the head says instead of the content's length. */
  readonly size?: number;
};

/** A tar of a few entries, written by hand so that it can also be wrong. */
export function tarOf(entries: readonly TarEntry[], { ended = true }: { ended?: boolean } = {}): Buffer {
  const parts = entries.flatMap(({ name, content = '', type = '0', folders = '', binarySize = false, size }) => {
    const body = Buffer.from(content);
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write('0000644\0', 100);
    const length = size ?? body.length;
    if (binarySize) {
      head[124] = 0x80;
      head.writeUInt32BE(length, 132);
    } else head.write(`${length.toString(8).padStart(11, '0')} `, 124);
    head.write('15107413376 ', 136);
    head.write('        ', 148);
    head.write(type, 156);
    head.write('ustar\x0000', 257);
    head.write(folders, 345);
    head.write(`${head.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
    return [head, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(ended ? 1024 : 0)]);
}

/** A line of pax attributes, its own length before it. */
export function paxLine(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (Buffer.byteLength(`${length}${rest}`) !== length) length = Buffer.byteLength(`${length}${rest}`);
  return `${length}${rest}`;
}
