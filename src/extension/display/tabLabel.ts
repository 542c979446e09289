import { formatDate } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import { visibleText } from '../../core/display/visibleText.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';

/**
 * What the editor says of a trace's tab: where the run was recorded, when it began, and its title, in the form of a path, as the editor
 * names a tab by the last part and tells tabs of one name apart by what stands before.
 * @param title of the tab, without slashes
 */
export function tabLabel({ file, startUs }: Pick<TraceSummary, 'file' | 'startUs'>, title: string): string {
  const name = file.split(/[/\\]/u).findLast((part) => part !== '') ?? file;
  return `${[oneLine(visibleText(name), 80), startUs === null ? 'time not recorded' : formatDate(startUs)].join(', ').replaceAll(/[/\\]/gu, '∕')}/${title}`;
}
