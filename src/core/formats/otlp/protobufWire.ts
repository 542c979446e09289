/** The wire format of protobuf: numbered fields, each a number or a piece of bytes. Nothing is trusted of what it says of lengths. */

/** The bytes are no protobuf; the message continues "The body …". */
export class WireError extends Error {}

const longestVarint = 10;

/** Reads one message's bytes from its start. Groups, long gone from protobuf, are refused. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next field: its number, and how its value is written. */
  tag(): { readonly field: number; readonly wire: number } {
    const tag = this.#count();
    const field = Math.floor(tag / 8);
    if (field === 0 || field > 0x1fffffff) throw new WireError(`has a field with the number ${field}`);
    return { field, wire: tag % 8 };
  }

  varint(): bigint {
    let value = 0n;
    for (let n = 0; n < longestVarint; n++) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << BigInt(7 * n);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError('has a number of more than ten bytes');
  }

  fixed64(): bigint {
    const at = this.#take(8);
    return this.#view.getBigUint64(at, true);
  }

  double(): number {
    const at = this.#take(8);
    return this.#view.getFloat64(at, true);
  }

  /** A part of the same memory, not a copy. */
  bytes(): Uint8Array {
    const length = this.#count();
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 1) this.#take(8);
    else if (wire === 2) this.bytes();
    else if (wire === 5) this.#take(4);
    else throw new WireError(`has a field of the unknown wire type ${wire}`);
  }

  /** A varint that counts something: exact as far as a length can be. */
  #count(): number {
    let value = 0;
    for (let n = 0; n < longestVarint; n++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * n);
      if (byte < 0x80) return value;
    }
    throw new WireError('has a number of more than ten bytes');
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new WireError('ends in the middle of a number');
    this.#at++;
    return byte;
  }

  #take(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) throw new WireError('ends in the middle of a field');
    this.#at += length;
    return at;
  }
}
