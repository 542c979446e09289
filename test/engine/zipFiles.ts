import { deflateRawSync } from 'node:zlib';

export type SmallEntry = { readonly name: string; readonly content: string | Uint8Array; readonly method?: number; readonly encrypted?: boolean; /** Instead of what packing gives. */ readonly packed?: Uint8Array };

/** A zip of a few entries, written by hand so that it can also be wrong. `zip64` puts sizes and places where large archives have them. */
export function zipOf(entries: readonly SmallEntry[], { zip64 = false, before = '' }: { zip64?: boolean; before?: string } = {}): Buffer {
  const parts: Buffer[] = [Buffer.from(before)];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method = 8, encrypted = false, packed } of entries) {
    const bytes = Buffer.from(content);
    const body = Buffer.from(packed ?? (method === 8 ? deflateRawSync(bytes) : bytes));
    const label = Buffer.from(name);
    const flags = (encrypted ? 1 : 0) | 0x800;
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(body.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(label.length, 26);
    const extra = zip64 ? Buffer.alloc(28) : Buffer.alloc(0);
    if (zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      [bytes.length, body.length, offset].forEach((value, n) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * n));
    }
    const head = Buffer.alloc(46);
    head.write('PK\x01\x02', 'latin1');
    head.writeUInt16LE(flags, 8);
    head.writeUInt16LE(method, 10);
    head.writeUInt32LE(zip64 ? 0xffffffff : body.length, 20);
    head.writeUInt32LE(zip64 ? 0xffffffff : bytes.length, 24);
    head.writeUInt16LE(label.length, 28);
    head.writeUInt16LE(extra.length, 30);
    head.writeUInt32LE(zip64 ? 0xffffffff : offset, 42);
    list.push(head, label, extra);
    parts.push(local, label, body);
    offset += local.length + label.length + body.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : listed.length, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  if (!zip64) return Buffer.concat([...parts, listed, end]);
  const large = Buffer.alloc(56);
  large.write('PK\x06\x06', 'latin1');
  large.writeBigUInt64LE(BigInt(entries.length), 32);
  large.writeBigUInt64LE(BigInt(listed.length), 40);
  large.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + listed.length), 8);
  return Buffer.concat([...parts, listed, large, locator, end]);
}
