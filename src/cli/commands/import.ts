import { basename } from 'node:path';
import { missingLine } from '../../core/display/completeness.ts';
import { formatBytes, formatCount, formatPercent, plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import type { ImportedFile, ImportProgress, ImportReport } from '../../protocol/engineApi.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import { mappableLines, readMapFile, yamlLines } from '../columnMaps.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import { nameFromHere } from '../importedNames.ts';
import { expandPaths } from '../paths.ts';

type ImportOptions = { readonly format?: string; readonly map?: string; readonly remember: boolean };

export const importCommand = defineCommand<ImportOptions>({
  name: 'import',
  summary: 'Read trace exports of any known format',
  details: 'Importing a file again changes nothing; what came new is added. Likely secrets are replaced before anything is stored.',
  operands: [['<paths...>', 'files, folders or patterns']],
  options: [
    option('--format <id>', 'read the files as this format (see casebook formats)'),
    option('--map <file>', 'read rows of your own by this column map, YAML or JSON; auto: by what their columns most likely are').conflicts('format'),
    option('--no-remember', 'do not write the column map into casebook/config.yaml'),
  ],
  examples: ['import traces/', 'import export.jsonl', 'import "traces/**/*.jsonl" --json', 'import odd.json --format otlp', 'import tickets.csv --map auto', 'import exports/ --map map.yaml --no-remember'],
  async run(cli, operands, { format, map: mapFile, remember }) {
    const paths = expandPaths(operands, cli.cwd);
    const map = mapFile === undefined || mapFile === 'auto' ? mapFile : readMapFile(mapFile, cli.cwd);
    const engine = await cli.engine();
    const report = await engine.importFiles({ paths: [...paths], ...(format === undefined ? {} : { format }), ...(map === undefined ? {} : { map, remember }) }, cli.calling((progress) => cli.out.status.show(progressLine(progress))));
    printReport(report, cli);
    return exitCodeOfReport(report, cli.strict);
  },
});

export function progressLine({ file, fileIndex, files, bytesRead, bytes, traces }: ImportProgress): string {
  const which = files > 1 ? `file ${fileIndex + 1} of ${files}, ` : '';
  return `Reading ${printableLine(file)}: ${which}${bytes > 0 ? `${formatPercent(bytesRead / bytes)} of ` : ''}${formatBytes(bytes)}, ${plural(traces, 'trace')}`;
}

export function exitCodeOfReport({ files, cancelled }: ImportReport, strict: boolean): ExitCode {
  if (files.some((file) => file.error !== null && file.leftOut === undefined)) return exitCodes.errors;
  if (strict && files.some((file) => file.warningCount > 0)) return exitCodes.errors;
  return cancelled ? exitCodes.errors : exitCodes.done;
}

function printReport(report: ImportReport, cli: Cli): void {
  cli.out.result(report);
  printFiles(report, cli);
}

/** What became of each file, and of all together. */
export function printFiles(report: ImportReport, cli: Cli): void {
  const { out } = cli;
  for (const file of report.files) for (const line of fileLines(file, cli)) out.line(line);
  out.line(out.paint.bold(`${plural(report.traces, 'trace')}, ${formatCount(report.failing)} failing`));
  for (const { path, error, leftOut } of report.files) {
    if (error !== null && leftOut === undefined) out.warn(errorLine(path, error, cli));
    else if (error !== null) out.line(printableLine(error));
  }
  for (const { where, config, known } of report.remembered ?? []) if (!known) out.line(`The column map for ${printableLine(where)} was written into ${config}.`);
  if (report.cancelled) out.warn('Cancelled. What was read so far is kept; importing again goes on.');
}

/** The engine's sentences begin with the file's name; here it is told apart from others of that name. */
function errorLine(path: string, error: string, cli: Cli): string {
  const name = nameFromHere(path, cli);
  const sentence = printableLine(error);
  if (sentence.startsWith(basename(path))) return name + sentence.slice(basename(path).length);
  return sentence.includes(path) ? sentence : `${name}: ${sentence}`;
}

function fileLines(file: ImportedFile, cli: Cli): string[] {
  const { paint } = cli.out;
  const name = nameFromHere(file.path, cli);
  const warnings = [
    ...file.warnings.map(({ line, message, file: inside }) => paint.yellow(`  ${inside === undefined ? name : nameFromHere(inside, cli)}${line === null ? '' : `:${line}`}: ${printableLine(message)}`)),
    ...(file.warningCount > file.warnings.length ? [paint.yellow(`  and ${plural(file.warningCount - file.warnings.length, 'more warning')}`)] : []),
  ];
  if (file.format === null && file.mappable) return [...(file.leftOut === undefined ? [`${name}: not read`] : []), ...mappableLines(file.mappable, name, paint)];
  if (file.format === null) return file.leftOut !== undefined ? [] : file.error === null ? warnings : [`${name}: not read`];
  const changes = [[file.new, 'new'], [file.updated, 'updated'], [file.unchanged, 'unchanged']] as const;
  const missing = missingLine(file.completeness);
  const redactions = Object.entries(file.redactions);
  const replaced = redactions.reduce((sum, [, times]) => sum + times, 0);
  return [
    `${name}: ${plural(file.traces, 'trace')}, ${plural(file.spans, 'span')}, ${changes.flatMap(([count, word]) => (count > 0 ? [`${formatCount(count)} ${word}`] : [])).join(', ') || 'nothing new'}`,
    `  ${paint.dim(`read as ${file.format}${file.why === null ? '' : `: ${file.why}`}`)}`,
    ...(file.map ? yamlLines(file.map).map((line) => `    ${line}`) : []),
    ...(file.newBytes === undefined ? [] : [`  it has grown: only the ${formatBytes(file.newBytes)} that came since were read`]),
    ...(file.removed === undefined ? [] : [`  ${plural(file.removed, 'trace')} that it holds no more removed from the index`]),
    ...(replaced > 0 ? [`  ${plural(replaced, 'likely secret')} replaced: ${redactions.map(([kind, times]) => `${formatCount(times)} ${kind}`).join(', ')}`] : []),
    ...(missing === null ? [] : [paint.dim(`  ${missing}`)]),
    ...(file.cut > 0 ? [`  ${plural(file.cut, 'payload')} cut: too large to keep whole`] : []),
    ...warnings,
  ];
}
