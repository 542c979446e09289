import { formatBytes, formatCount, plural } from '../../core/display/numbers.ts';
import type { ImportProgress } from '../../protocol/importApi.ts';

/** `2 of 7, week.jsonl: 1,240 traces, 14 MB of 80 MB`. */
export function progressText({ file, fileIndex, files, bytesRead, bytes, traces }: ImportProgress): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const which = files > 1 ? `${formatCount(fileIndex + 1)} of ${formatCount(files)}, ${name}` : name;
  return `${which}: ${plural(traces, 'trace')}, ${formatBytes(bytesRead)} of ${formatBytes(bytes)}`;
}
