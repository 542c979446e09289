import type { JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import { mediaFromBase64, mediaFromUri } from './media.ts';
import { firstText } from '../jsonText.ts';

/** Where vendors put the content or the link when it does not stand in the part itself. */
const holders = ['source', 'file', 'image_url', 'input_audio', 'image', 'inlineData', 'inline_data', 'fileData', 'file_data', 'resource'];
const contents = ['data', 'base64', 'bytes', 'file_data', 'blob'];
const links = ['url', 'uri', 'image_url', 'image', 'fileUri', 'file_uri', 'file_id', 'fileId'];
const types = ['mime_type', 'mimeType', 'media_type', 'mediaType', 'modality'];

/** Longer than most addresses, and no address has this much without a scheme. */
const shortestContent = 200;
const isContent = (link: string) => link.length >= shortestContent && !/^[A-Za-z][A-Za-z0-9+.-]{0,20}:/.test(link);

/** A picture, sound or file: a link, a `data:` URL, or base64 beside its type. */
export function readMedia(part: JsonMap): MessagePart {
  const maps = [...holders.flatMap((name) => { const held = part[name]; return isJsonMap(held) ? [held, ...(isJsonMap(held['source']) ? [held['source']] : [])] : []; }), part];
  const first = (names: readonly string[]) => maps.map((map) => firstText(map, ...names)).find((text) => text !== null) ?? null;
  const format = first(['format']);
  const mimeType = first(types) ?? (format === null ? null : `${isJsonMap(part['input_audio']) ? 'audio' : 'image'}/${format}`);
  const content = first(contents);
  if (content !== null) return content.startsWith('data:') ? mediaFromUri(content, mimeType) : mediaFromBase64(content, mimeType);
  const link = first(links);
  return link !== null && isContent(link) ? mediaFromBase64(link, mimeType) : mediaFromUri(link, mimeType);
}

/** As `readMedia`; what says that its source is text, is text. */
export function readDocument(part: JsonMap): MessagePart | undefined {
  const { source } = part;
  if (!isJsonMap(source)) return undefined;
  if (source['type'] === 'text' && typeof source['data'] === 'string') return { type: 'text', text: source['data'] };
  return 'data' in source || 'url' in source || 'file_id' in source ? readMedia(part) : undefined;
}
