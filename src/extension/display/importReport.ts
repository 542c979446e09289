import { basename } from 'node:path';
import { answeredMark, missingLine, scoreWords, verdictsFor, verdictWords } from '../../core/display/completeness.ts';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { scoresFound } from '../../core/display/facts.ts';
import { redactionWords } from '../../core/display/redactions.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { ImportWarning } from '../../core/model/problem.ts';
import type { ImportedFile, ImportReport } from '../../protocol/importApi.ts';
import { inEditorWords } from './editorWords.ts';
import { copied as plain } from './markdown.ts';

type Count = 'traces' | 'new' | 'updated' | 'unchanged' | 'warningCount' | 'spans' | 'messages' | 'toolCalls' | 'cut';

function sum(report: ImportReport, count: Count): number {
  return report.files.reduce((total, file) => total + file[count], 0);
}

/** What became of the traces, each counted once. */
export function statesOf(report: ImportReport): Readonly<Record<'new' | 'updated' | 'unchanged', number>> {
  return report.states ?? { new: sum(report, 'new'), updated: sum(report, 'updated'), unchanged: sum(report, 'unchanged') };
}

/** Of every file that was met there is more to say than a notification holds. */
export function hasDetails(report: ImportReport): boolean {
  return report.files.length > 0;
}

/** What a file was refused for. Most sentences name the file themselves. */
function refusal({ path, error }: ImportedFile): string {
  const why = inEditorWords(error ?? '');
  const name = basename(path);
  return why.includes(name) ? why : `${name} was not imported: ${why}`;
}

/** A single warning is said instead of counted. */
function theWarning(report: ImportReport): string {
  const [warning] = report.files.flatMap((file) => file.warnings);
  return warning ? `${placeOf(warning)}${oneLine(warning.message, 160)}` : '1 warning';
}

/** What one notification can say: "Imported 24 traces, 6 failing. 2 lines need a look". */
export function importSentence(report: ImportReport): string {
  const unread = report.files.filter((file) => file.error !== null && file.leftOut === undefined);
  const [first] = unread;
  if (report.traces === 0) {
    if (report.cancelled) return 'Import cancelled before the first trace';
    if (unread.length === 1 && first) return refusal(first);
    return unread.length > 1 ? `None of the ${plural(unread.length, 'file')} could be imported` : 'No trace was found in there';
  }
  const warnings = sum(report, 'warningCount');
  const { new: fresh, updated, unchanged: known } = statesOf(report);
  const leftOut = report.files.reduce((total, file) => total + (file.leftOut ?? 0), 0);
  const nothingNew = fresh === 0 && updated === 0;
  const head = nothingNew
    ? `Nothing new: all ${plural(report.traces, 'trace')} were here already`
    : `${report.cancelled ? 'Import cancelled. Kept' : 'Imported'} ${plural(report.traces, 'trace')}, ${formatCount(report.failing)} failing`;
  const tail = [
    !nothingNew && known > 0 ? `${formatCount(known)} unchanged` : '',
    warnings === 1 ? theWarning(report) : warnings > 0 ? plural(warnings, 'warning') : '',
    unread.length > 0 ? `${plural(unread.length, 'file')} not read` : '',
    leftOut > 0 ? `${plural(leftOut, 'file')} left out` : '',
  ].filter(Boolean);
  return tail.length > 0 ? `${head}. ${tail.join(', ')}` : head;
}

/** Most sentences name their line themselves. */
function placeOf({ line, message }: ImportWarning): string {
  if (line === null) return '';
  return new RegExp(String.raw`\bline ${line}\b`, 'i').test(message) ? '' : `Line ${formatCount(line)}: `;
}

function fileDetails(file: ImportedFile): string {
  const lines = [`## ${plain(basename(file.path))}`, plain(file.path)];
  if (file.error !== null) return [...lines, `Not imported: ${plain(inEditorWords(file.error))}`].join('\n\n');
  lines.push(`Read as ${plain(file.formatTitle ?? file.format ?? 'unknown')}${file.why ? `: ${plain(file.why)}` : ''}`);
  lines.push(`${plural(file.traces, 'trace')} (${formatCount(file.new)} new, ${formatCount(file.updated)} updated, ${formatCount(file.unchanged)} unchanged), ${plural(file.spans, 'span')}, ${plural(file.messages, 'message')}, ${plural(file.toolCalls, 'tool call')}`);
  for (const words of redactionWords(file.redactions)) lines.push(`Before anything was stored: ${plain(words)}`);
  if (file.repeated !== undefined) lines.push(`${plural(file.repeated, 'repeat')} of a record skipped`);
  if (file.scores !== undefined) lines.push(`Scores found: ${plain(scoresFound(file.scores))}`);
  if (file.cut > 0) lines.push(`${plural(file.cut, 'payload')} too large to keep whole`);
  if (file.completeness !== null) {
    const verdicts = verdictsFor(file.completeness);
    lines.push([`${scoreWords(verdicts)}:`, '', ...verdicts.map((verdict) => `- ${plain(verdict.question)} ${answeredMark(verdict.answered).words}: ${verdictWords(verdict)}`)].join('\n'));
    lines.push(missingLine(file.completeness) ?? 'Nothing that was looked for is missing');
  }
  if (file.warnings.length > 0) {
    const rows = file.warnings.map((warning) => `- ${placeOf(warning)}${plain(warning.message)}`);
    const rest = file.warningCount - file.warnings.length;
    lines.push([`${plural(file.warningCount, 'warning')}:`, '', ...rows, ...(rest > 0 ? [`- and ${formatCount(rest)} more`] : [])].join('\n'));
  }
  return lines.join('\n\n');
}

/** The whole report as markdown, one section a file; what comes from files is escaped. */
export function importDetails(report: ImportReport): string {
  const worstFirst = [...report.files].sort((a, b) => weight(b) - weight(a));
  return ['# Import report', plain(importSentence(report)), ...worstFirst.map(fileDetails)].join('\n\n');
}

function weight(file: ImportedFile): number {
  return (file.error === null ? 0 : 1_000_000) + file.warningCount;
}
