import { formatBytes, formatPercent, plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import type { ImportProgress, ImportReport } from '../../protocol/importApi.ts';
import { defineCommand, option } from '../command.ts';
import { readMapFile } from '../columnMaps.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import { printFiles } from '../importLines.ts';
import { expandPaths } from '../paths.ts';

type ImportOptions = { readonly format?: string; readonly map?: string; readonly remember?: string | false; readonly verbose?: boolean };

export const importCommand = defineCommand<ImportOptions>({
  name: 'import',
  summary: 'Read trace exports of any known format',
  details: 'Importing a file again changes nothing; what came new is added. Likely secrets are replaced before anything is stored.',
  operands: [['<paths...>', 'files, folders or patterns']],
  options: [
    option('--format <id>', 'read the files as this format (see casebook formats)'),
    option('--map <file>', 'read rows of your own by this column map, YAML or JSON; auto: by what their columns most likely are').conflicts('format'),
    option('--remember <names>', 'for which files the column map is kept in casebook/config.yaml, such as "tickets-*.csv"; default: those that were read, or the folder').conflicts('format'),
    option('--no-remember', 'do not write the column map into casebook/config.yaml'),
    option('--verbose', 'of many files, too, all that is known of each'),
  ],
  examples: ['import traces/', 'import export.jsonl', 'import "traces/**/*.jsonl" --json', 'import odd.json --format otlp', 'import tickets.csv --map auto', 'import tickets-3.csv --map map.yaml --remember "tickets-*.csv"', 'import exports/ --map map.yaml --no-remember'],
  async run(cli, operands, { format, map: mapFile, remember = true, verbose }) {
    const paths = expandPaths(operands, cli.cwd);
    const map = mapFile === undefined || mapFile === 'auto' ? mapFile : readMapFile(mapFile, cli.cwd);
    const engine = await cli.engine();
    const report = await engine.importFiles({ paths: [...paths], ...(format === undefined ? {} : { format }), ...(map === undefined ? {} : { map, remember }) }, cli.calling((progress) => cli.out.status.show(progressLine(progress))));
    cli.out.result(report);
    printFiles(report, cli, verbose);
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
