import { formatBytes } from '../../../src/core/display/numbers.ts';
import { oneLine } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { MessagePart } from '../../../src/core/model/message.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { TrajectoryModel } from '../model.ts';

const icons: Readonly<Record<string, string>> = { image: 'file-media', audio: 'unmute', video: 'device-camera-video', text: 'file-text', application: 'file' };

/** An image, sound or file of a message. It is named, and opens in an editor of its own on request; the page never loads it. */
export function MediaChip(props: { part: Extract<MessagePart, { type: 'media' }>; model: TrajectoryModel }) {
  const { part: { mimeType, bytes, uri, sha256 }, model } = props;
  const n = model.navigation.selected.value;
  const words = visibleText([mimeType ?? 'Media', bytes === null ? null : formatBytes(bytes)].filter(Boolean).join(' · '));
  const icon = <Icon name={icons[mimeType?.split('/')[0] ?? ''] ?? 'file-media'} small />;
  const isLink = uri !== null && /^https?:\/\//iu.test(uri);
  return (
    <span class="mediaChip">
      {sha256 !== null && n !== null
        ? <button type="button" class="tag chipButton" title={`Open it in an editor. SHA-256 ${sha256}`} onClick={() => model.openMedia(n, sha256, mimeType)}>{icon}{words}</button>
        : <span class="tag">{icon}{words}</span>}
      {sha256 !== null && <span class="dim mono noWrap">{sha256.slice(0, 8)}</span>}
      {isLink && <button type="button" class="linkButton" title={uri} onClick={() => model.openLink(uri)}><span class="cut">{visibleText(oneLine(uri, 120))}</span></button>}
      {uri !== null && !isLink && <span class="dim cut" title={uri.slice(0, 500)}>{visibleText(oneLine(uri, 120))}</span>}
      {uri === null && sha256 === null && <span class="dim">Content not recorded</span>}
    </span>
  );
}
