import { exportedParts, exportSentence, importedParts, importSentence } from '../../core/display/exchange.ts';
import type { ExportCasesReport, ImportCasesReport } from '../../protocol/exchangeApi.ts';
import { plain } from './markdown.ts';

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
const named = (title: string, items: readonly string[]): readonly string[] => (items.length > 0 ? [`  - ${title}: ${items.map(plain).join(', ')}`] : []);

/** Field by field; what comes from files is escaped. */
export function exportDetails({ cases, problems, to }: ExportCasesReport): string {
  return [
    '# Exported cases',
    plain(exportSentence(cases, to.title)),
    `What ${plain(to.title)} says only in part, or not at all, is kept under \`metadata.casebook\`: importing the file gives the same cases back.`,
    cases.map((each) => [`- **${plain(each.id)}**: ${exportedParts(each).join(', ')}`, ...named('exact', each.exact), ...named('in part', each.lossy), ...named('kept aside', each.kept)].join('\n')).join('\n'),
    ...(problems.length > 0 ? ['## Left out', list(problems.map(({ id, message }) => `${plain(id)}: ${plain(message)}`))] : []),
  ].join('\n\n');
}

export function importCasesDetails({ cases, problems, leftOut, files, from, why, clashes }: ImportCasesReport): string {
  return [
    '# Imported cases',
    `${plain(importSentence(cases, from.title))}${why === null ? '' : `. Read as ${plain(from.title)}: ${plain(why)}`}`,
    list(files.map(({ file, errors, warnings, codes }) => `${plain(file)}: the validator has ${errors} errors and ${warnings} warnings${Object.keys(codes).length > 0 ? ` (${Object.entries(codes).map(([code, count]) => `${code} ${count}×`).join(', ')})` : ''}`)),
    cases.map((each) => [
      `- **${plain(each.id)}** (${plain(each.place)}): ${importedParts(each).join(', ')}`, ...named('exact', each.exact), ...named('restored', each.restored), ...named('kept under metadata.x.kept', each.aside),
      ...named('kept under foreign, shown as n/a', each.foreign), ...named('changed since it was exported', each.changed), ...named('set by the import', each.assumed), ...each.notes.map((note) => `  - ${plain(note)}`),
    ].join('\n')).join('\n'),
    ...(clashes.length > 0 ? ['## Ids that were taken', list(clashes.map(plain))] : []),
    ...(problems.length > 0 ? ['## Could not be read', list(problems.map(({ place, line, message }) => `${plain(place)}${line === null ? '' : `, line ${line}`}: ${plain(message)}`))] : []),
    ...(leftOut.length > 0 ? ['## Stays in the file', list(leftOut.map(({ what, why: reason }) => `${plain(what)}: ${plain(reason)}`))] : []),
  ].join('\n\n');
}
