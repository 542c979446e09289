import { basename } from 'node:path';
import { missingLine } from '../core/display/completeness.ts';
import { scoresFound } from '../core/display/facts.ts';
import { formatBytes, formatCount, plural } from '../core/display/numbers.ts';
import { redactionWords } from '../core/display/redactions.ts';
import { printableLine } from '../core/display/terminal.ts';
import type { ImportedFile, ImportReport } from '../protocol/importApi.ts';
import type { Cli } from './cli.ts';
import { mappableLines, yamlLines } from './columnMaps.ts';
import { nameFromHere } from './importedNames.ts';

/** Of a file among many; `--verbose` shows all. */
const fewWarnings = 3;

/** What became of each file, and of all together. Of many files, what all of them come to leads, and each has a line. */
export function printFiles(report: ImportReport, cli: Cli, verbose = false): void {
  const { out } = cli;
  const many = report.files.length > 1;
  const total = out.paint.bold(`${plural(report.traces, 'trace')}, ${formatCount(report.failing)} failing`);
  if (many) {
    out.line(`${total}${statesInWords(report)}${filesInWords(report.files)}`);
    out.line();
  }
  const folded = many && !verbose;
  for (const file of report.files) for (const line of folded ? foldedLines(file, cli) : fileLines(file, cli, many)) out.line(line);
  if (folded) printSums(report, cli);
  if (!many) out.line(total);
  for (const { path, error, leftOut, mappable } of report.files) {
    if (error !== null && leftOut === undefined) out.warn(errorLine(path, error, cli));
    else if (error !== null && !mappable) out.line(printableLine(error));
  }
  for (const { where, config, known } of report.remembered ?? []) if (!known) out.line(`The column map for ${printableLine(where)} was written into ${config}.`);
  if (report.cancelled) out.warn('Cancelled. What was read so far is kept; importing again goes on.');
}

/** " (20 new, 4 unchanged)", each trace once. */
function statesInWords({ states }: ImportReport): string {
  const met = (['new', 'updated', 'unchanged'] as const).flatMap((state) => (states !== undefined && states[state] > 0 ? [`${formatCount(states[state])} ${state}`] : []));
  return met.length === 0 ? '' : ` (${met.join(', ')})`;
}

/** ", in 12 files; 2 files not read" */
function filesInWords(files: readonly ImportedFile[]): string {
  const read = files.filter(({ format, error }) => format !== null && error === null).length;
  const failed = files.filter(({ error, leftOut }) => error !== null && leftOut === undefined).length;
  const left = files.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0);
  return [`, in ${plural(read, 'file')}`, ...(failed > 0 ? [`${plural(failed, 'file')} not read`] : []), ...(left > 0 ? [`${plural(left, 'file')} left out`] : [])].join('; ');
}

/** The engine's sentences begin with the file's name; here it is told apart from others of that name. */
function errorLine(path: string, error: string, cli: Cli): string {
  const name = nameFromHere(path, cli);
  const sentence = printableLine(error);
  if (sentence.startsWith(basename(path))) return name + sentence.slice(basename(path).length);
  return sentence.includes(path) ? sentence : `${name}: ${sentence}`;
}

function countsLine(file: ImportedFile, name: string): string {
  const changes = [[file.new, 'new'], [file.updated, 'updated'], [file.unchanged, 'unchanged']] as const;
  const states = changes.flatMap(([count, word]) => (count > 0 ? [`${formatCount(count)} ${word}`] : []));
  const skipped = file.repeated === undefined ? [] : [`${plural(file.repeated, 'repeat')} skipped`];
  return `${name}: ${plural(file.traces, 'trace')}, ${plural(file.spans, 'span')}, ${[...(states.length > 0 ? states : ['nothing new']), ...skipped].join(', ')}`;
}

function warningLines({ path, warnings, warningCount }: ImportedFile, most: number, cli: Cli): string[] {
  const name = nameFromHere(path, cli);
  const shown = warnings.slice(0, most);
  const more = warningCount - shown.length;
  return [
    ...shown.map(({ line, message, file }) => `  ${file === undefined ? name : nameFromHere(file, cli)}${line === null ? '' : `:${line}`}: ${printableLine(message)}`),
    ...(more > 0 ? [`  and ${plural(more, 'more warning')}${most === Infinity ? '' : '; --verbose shows them'}`] : []),
  ].map(cli.out.paint.yellow);
}

/** Rows that no format knows: why they were not read, and what a person can do about it. */
function notReadLines(file: ImportedFile, many: boolean, cli: Cli): string[] {
  const name = nameFromHere(file.path, cli);
  const { mappable, error, leftOut } = file;
  if (!mappable) return leftOut !== undefined ? [] : error === null ? warningLines(file, Infinity, cli) : [`${name}: not read`];
  const reason = many && error !== null ? [`  ${printableLine(error)}`] : [];
  return [`${name}: not read`, ...reason, ...mappableLines(mappable, name, cli.out.paint)];
}

/** One line, and what a person should look at. */
function foldedLines(file: ImportedFile, cli: Cli): string[] {
  if (file.format === null) return notReadLines(file, true, cli);
  return [
    `${countsLine(file, nameFromHere(file.path, cli))}  ${cli.out.paint.dim(file.formatTitle ?? file.format)}`,
    ...(file.removed === undefined ? [] : [removedLine(file.removed)]),
    ...(file.keptAway === undefined ? [] : [keptAwayLine(file.keptAway)]),
    ...warningLines(file, fewWarnings, cli),
  ];
}

/** What is said once for all files: what is missing, what was found, what was replaced. */
function printSums({ files, completeness = null, scores: found = {} }: ImportReport, { out }: Cli): void {
  const missing = missingLine(completeness);
  const redactions = redactionWords(added(files.map((file) => file.redactions)));
  const scores = scoresFound(found);
  const cut = files.reduce((sum, file) => sum + file.cut, 0);
  const lines = [
    ...redactions,
    ...(cut > 0 ? [cutLine(cut)] : []),
    ...(scores === '' ? [] : [out.paint.dim(`Scores found: ${printableLine(scores)}`)]),
    ...(missing === null ? [] : [out.paint.dim(missing)]),
  ];
  if (lines.length > 0) out.line();
  for (const line of lines) out.line(line);
}

function added(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const each of counts) for (const [name, count] of Object.entries(each)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}

const removedLine = (removed: number) => `  ${plural(removed, 'trace')} that it holds no more removed from the index`;
const keptAwayLine = (count: number) => `  ${plural(count, 'trace')} that you removed left out; import the file by its name to bring ${count === 1 ? 'it' : 'them'} back`;
const cutLine = (cut: number) => `${plural(cut, 'payload')} cut: too large to keep whole`;

function fileLines(file: ImportedFile, cli: Cli, many: boolean): string[] {
  const { paint } = cli.out;
  if (file.format === null) return notReadLines(file, many, cli);
  const missing = missingLine(file.completeness);
  return [
    countsLine(file, nameFromHere(file.path, cli)),
    `  ${paint.dim(`read as ${file.formatTitle ?? file.format}${file.why === null ? '' : `: ${file.why}`}`)}`,
    ...(file.map ? yamlLines(file.map).map((line) => `    ${line}`) : []),
    ...(file.newBytes === undefined ? [] : [`  it has grown: only the ${formatBytes(file.newBytes)} that came since were read`]),
    ...(file.removed === undefined ? [] : [removedLine(file.removed)]),
    ...(file.keptAway === undefined ? [] : [keptAwayLine(file.keptAway)]),
    ...redactionWords(file.redactions).map((words) => `  ${words}`),
    ...(file.scores === undefined ? [] : [paint.dim(`  Scores found: ${printableLine(scoresFound(file.scores))}`)]),
    ...(missing === null ? [] : [paint.dim(`  ${missing}`)]),
    ...(file.cut > 0 ? [`  ${cutLine(file.cut)}`] : []),
    ...warningLines(file, Infinity, cli),
  ];
}
