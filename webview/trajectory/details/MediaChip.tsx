import { formatBytes } from '../../../src/core/display/numbers.ts';
import { oneLine } from '../../../src/core/display/truncate.ts';
import type { MessagePart } from '../../../src/core/model/message.ts';
import { Icon } from '../../shared/Icon.tsx';

/** An image, sound or file of a message. It is named, never loaded. */
export function MediaChip(props: { part: Extract<MessagePart, { type: 'media' }> }) {
  const { mimeType, bytes, uri, sha256 } = props.part;
  const words = [mimeType ?? 'Media', bytes === null ? null : formatBytes(bytes)].filter(Boolean).join(' · ');
  return (
    <span class="mediaChip">
      <span class="tag" title={sha256 === null ? undefined : `SHA-256 ${sha256}`}><Icon name="file-media" small />{words}</span>
      {uri !== null && <span class="dim cut" title={uri}>{oneLine(uri, 120)}</span>}
    </span>
  );
}
