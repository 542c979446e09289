import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { MessagePart } from '../../model/message.ts';

type Media = Extract<MessagePart, { type: 'media' }>;

/** A link stays a link; a `data:` URL is reduced to its kind, size and hash. */
export function mediaFromUri(uri: string | null, mimeType: string | null): Media {
  const inline = uri === null ? null : /^data:([^;,]*)(?:;[^,]*)?,/.exec(uri.slice(0, 200));
  if (uri === null || inline === null) return { type: 'media', mimeType, bytes: null, sha256: null, uri };
  return mediaFromBase64(uri.slice(inline[0].length), mimeType ?? (inline[1] || null));
}

/** Pictures and sound are not kept, only what tells them apart: they would fill the index and nobody reads them there. */
export function mediaFromBase64(content: string, mimeType: string | null): Media {
  try {
    const text = atob(content.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (each) => each.charCodeAt(0));
    return { type: 'media', mimeType, bytes: bytes.length, sha256: bytesToHex(sha256(bytes)), uri: null };
  } catch {
    return { type: 'media', mimeType, bytes: content.length, sha256: bytesToHex(sha256(new TextEncoder().encode(content))), uri: null };
  }
}
