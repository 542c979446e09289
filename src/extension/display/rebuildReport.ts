import { formatCount, plural } from '../../core/display/numbers.ts';
import type { RebuildReport } from '../../protocol/importApi.ts';

const traces = (count: number): string => plural(count, 'trace');
const were = (count: number): string => (count === 1 ? 'was' : 'were');

/** What one notification can say: how many traces were read from how many files, and what could not be found again. */
export function rebuildSentence({ files, gone, removed, kept, cancelled, traces: read, failing }: RebuildReport): string {
  if (cancelled) return `Stopped rebuilding after ${traces(read)}. Nothing was taken away; what was not read yet is read by the next import of its file`;
  const unread = files.filter(({ error, leftOut }) => error !== null && leftOut === undefined);
  const good = files.filter(({ format }) => format !== null).length;
  if (files.length === 0 && gone.length === 0) return 'There is nothing to rebuild: no file has been imported';
  const lost = gone.reduce((sum, each) => sum + each.traces, 0);
  const [first] = gone;
  const parts = [
    `Rebuilt the index from ${plural(good, 'file')}: ${traces(read)}, ${formatCount(failing)} failing`,
    first ? `${gone.length === 1 ? `${first.path} is` : `${plural(gone.length, 'file')} are`} not there any more; ${lost === 1 ? 'its trace is' : `${gone.length === 1 ? 'its' : 'their'} ${traces(lost)} are`} kept as imported` : '',
    unread.length > 0 ? `${plural(unread.length, 'file')} could not be read` : '',
    removed > 0 ? `${traces(removed)} ${were(removed)} removed, as no file holds ${removed === 1 ? 'it' : 'them'} now` : '',
    kept > 0 ? `${traces(kept)} that no file holds now ${were(kept)} kept because of a label` : '',
  ];
  return parts.filter(Boolean).join('. ');
}
