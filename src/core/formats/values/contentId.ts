import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** A hash of a text, in hex. */
export function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** What has no id is known by its content, so that it is the same one wherever it stands. @param digits of hex */
export function contentId(value: unknown, digits = 16): string {
  return hashOf(JSON.stringify(value)).slice(0, digits);
}

/** Rows without an id are told apart by content and line, so that importing the file again is a no-op. */
export function derivedId(value: unknown, line: number): string {
  return `${contentId(value, 12)}-${line}`;
}
