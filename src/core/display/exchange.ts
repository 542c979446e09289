import type { ExportedCase } from '../exchange/exportCases.ts';
import type { ImportedCase } from '../exchange/importCases.ts';
import { formatCount, plural } from './numbers.ts';

/** What became of cases in an exchange, in the same words wherever it is told. */

const counted = (count: number, words: string): readonly string[] => (count > 0 ? [`${formatCount(count)} ${words}`] : []);

export function exportedParts({ exact, lossy, kept, foreign }: ExportedCase): readonly string[] {
  return [...counted(exact.length, 'exact'), ...counted(lossy.length, 'in part'), ...counted(kept.length, 'kept aside'), ...counted(foreign, 'as they came')];
}

export function importedParts({ exact, restored, aside, foreign, changed, folded }: ImportedCase): readonly string[] {
  return [
    ...counted(exact.length, 'exact'), ...counted(restored.length, 'restored'), ...counted(aside.length, 'kept aside'), ...counted(foreign.length, 'not expressible here'), ...counted(changed.length, 'changed there'),
    ...(folded > 0 ? [`${plural(folded, 'variant')} folded`] : []),
  ];
}

const total = <T>(cases: readonly T[], of: (each: T) => number): number => cases.reduce((sum, each) => sum + of(each), 0);

export function exportSentence(cases: readonly ExportedCase[], title: string): string {
  const items = total(cases, (each) => each.items);
  const fields = [total(cases, ({ exact }) => exact.length), total(cases, ({ lossy }) => lossy.length), total(cases, ({ kept }) => kept.length)] as const;
  const said = [`${plural(fields[0], 'field')} said exactly`, ...counted(fields[1], 'in part'), ...counted(fields[2], 'kept aside for the way back')];
  return `${plural(cases.length, 'case')}${items === cases.length ? '' : `, ${formatCount(items)} with variants,`} as ${title}: ${said.join(', ')}`;
}

export function importSentence(cases: readonly ImportedCase[], title: string): string {
  const foreign = total(cases, (each) => each.foreign.length);
  const aside = total(cases, (each) => each.aside.length);
  const said = [...(aside > 0 ? [`${plural(aside, 'value')} kept aside`] : []), ...(foreign > 0 ? [`${plural(foreign, 'assertion')} kept that ${foreign === 1 ? 'has' : 'have'} no counterpart here (CB901)`] : [])];
  return `${plural(cases.length, 'case')} from ${title}${said.length > 0 ? `: ${said.join(', ')}` : ''}`;
}
