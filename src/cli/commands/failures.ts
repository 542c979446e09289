import { formatCost, formatCount, plural } from '../../core/display/numbers.ts';
import { blindSentence, caseWords, columnWords, notReadSentence, runWords, statusWords, totalWords } from '../../core/display/failureWords.ts';
import { padEnd, printableLine, textWidth } from '../../core/display/terminal.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { FailureColumn, FailureRow } from '../../core/model/failureLog.ts';
import { failureColumns } from '../../core/model/failureLog.ts';
import { filterNames } from '../../core/review/failureLog/filter.ts';
import { isDescendingAtFirst } from '../../core/review/failureLog/order.ts';
import { failureTotals } from '../../core/review/failureLog/totals.ts';
import { UserError } from '../../core/support/errors.ts';
import type { ImportFailuresReport } from '../../protocol/failureLogApi.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import { readCount } from '../optionValues.ts';
import { expandPaths } from '../paths.ts';
import { findReviewer, tellReviewer } from '../reviewer.ts';

type FailuresOptions = { readonly filter?: string; readonly sort?: FailureColumn; readonly reverse?: true; readonly limit: number; readonly csv?: true; readonly md?: true; readonly by?: string; readonly all?: true; readonly preview?: true };

const defaultLimit = 50;
const allRows = 100_000;

export const failuresCommand = defineCommand<FailuresOptions>({
  name: 'failures',
  summary: 'The failure log: what failed, why, what mends it, and what guards it',
  details: [
    'Every trace that is labelled as failed is a row. The most expensive class comes first, by its failures times the mean cost of those whose cost is known; in it what no active proven case guards. --csv and --md write all rows to stdout, Run ID, Failure Type, Root Cause and Fix first.',
    `A filter is words that the row has to hold, and name:value with ${filterNames.join(', ')}; none stands for what is not there, and - before it for the opposite: class:recovery owner:none -status:handled "vague name".`,
    'Under blind review (review.blind in casebook/config.yaml, on by default) traces that others labelled and you have not reviewed yet are in no row and no number; --all names that you want them, as for the meeting on the roadmap.',
    'failures import reads a failure log that was kept in a spreadsheet: CSV with comma, semicolon or tab whose first line names columns. Its rows become labels of yours, one change that label --undo takes back as one; rows of runs that are not imported are kept, too. Importing a file again adds nothing.',
  ].join('\n\n'),
  operands: [['[action]', 'import'], ['[file]', 'the CSV']],
  options: [
    option('--filter <words>', 'only these rows, such as "class:recovery guarded:no"'),
    option('--sort <column>', 'by a column instead').choices([...failureColumns]),
    option('--reverse', 'the other way around'),
    option('--limit <n>', 'at most so many rows of the table').argParser(readCount).default(defaultLimit),
    option('--csv', 'all rows as CSV').conflicts('md'),
    option('--md', 'all rows as a table in Markdown'),
    option('--all', 'also what others say of traces that you have not reviewed'),
    option('--by <name>', 'who reads; import: whose labels they become (default: from git\'s user.email, else your account)'),
    option('--preview', 'import: only say what would be written'),
  ],
  examples: ['failures', 'failures --filter "guarded:no -status:handled" --sort cost', 'failures --all --csv > failures.csv', 'failures import week-1.csv --preview', 'failures import week-1.csv'],
  async run(cli, [action, file], options) {
    if (action === 'import') {
      if (file === undefined) throw new UserError('usage', 'Say which file to import.', 'For example casebook failures import week-1.csv.');
      return importFile(cli, file, options);
    }
    if (action !== undefined) throw new UserError('usage', `failures takes import and a file, and no ${printableLine(oneLine(action, 60))}.`, /\.(csv|tsv|txt)$/iu.test(action) ? `Did you mean casebook failures import ${printableLine(oneLine(action, 60))}?` : 'For example casebook failures import week-1.csv.');
    const engine = await cli.imported();
    const { out } = cli;
    const { filter, sort, reverse = false, all: named = false } = options;
    const { name: reader } = await findReviewer(options.by, cli.workspace, cli.env);
    const choice = { by: reader, all: named, ...(filter === undefined ? {} : { filter }), ...(sort === undefined ? {} : { sort }), descending: reverse !== (sort !== undefined && isDescendingAtFirst(sort)) };
    const { notes, warnings, rows: read, total, all, guarded, totals, classes, hidden } = await engine.failureLog({ ...choice, limit: out.json || filter !== undefined ? allRows : options.limit }, cli.calling());
    await cli.breathe();
    const rows = out.json ? read : read.slice(0, options.limit);
    for (const sentence of [...notes, ...warnings]) out.warn(printableLine(sentence));
    if (hidden > 0) out.warn(`${reader}: ${blindSentence(hidden, named)}${named ? '' : ' --all shows them.'}`);
    if (options.csv || options.md) {
      const { text } = await engine.exportFailures({ ...choice, to: options.csv ? 'csv' : 'markdown' }, cli.calling());
      await cli.breathe();
      out.raw(text);
      return exitCodes.done;
    }
    for (const row of rows) out.result(row);
    for (const line of tableOf(rows)) out.line(line);
    if (all === 0 && hidden > 0 && !named) out.note('No trace that you reviewed failed.');
    else if (all === 0) out.note('No trace is labelled as failed yet. casebook label TRACE --fail, or casebook failures import FILE, makes a row.');
    else if (total === 0) out.note(`None of ${plural(all, 'failure')} is so.`);
    if (total > 0) {
      out.line();
      // The log's totals go beyond classes that a filter names, for the page to offer the others.
      for (const each of filter === undefined ? totals : failureTotals(read)) out.line(out.paint.dim(`${printableLine(each.name)}: ${totalWords(each)}; ${formatCount(each.guarded)} guarded`));
      const cut = rows.length < total ? `${formatCount(rows.length)} of ${formatCount(total)} rows; --limit shows more. ` : '';
      out.line(out.paint.dim(`${cut}${total < all ? `${formatCount(total)} of all ` : ''}${plural(all, 'failure')} in ${plural(classes, 'class', 'classes')}, ${formatCount(guarded)} guarded by an active proven case`));
    }
    return exitCodes.done;
  },
});

const cells: readonly (readonly [FailureColumn, number, (row: FailureRow) => string])[] = [
  ['run', 24, (row) => (row.run === 'imported' ? row.id : runWords(row))],
  ['class', 20, ({ modeName, className }) => modeName ?? className],
  ['cause', 28, ({ cause }) => cause || '–'],
  ['fix', 28, ({ fix }) => fix || '–'],
  ['what', 40, ({ note }) => note || '–'],
  ['status', 14, ({ status }) => statusWords[status]],
  ['case', 32, caseWords],
  ['owner', 16, ({ owner }) => owner || '–'],
  ['by', 20, ({ by, others, disagree }) => `${by}${others.length > 0 ? ` +${others.length}` : ''}${disagree ? ', disputed' : ''}`],
  ['cost', 10, ({ costUsd }) => (costUsd === null ? '–' : formatCost(costUsd))],
  ['question', 40, ({ title }) => title || '–'],
];

function tableOf(rows: readonly FailureRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const lines = [cells.map(([column]) => columnWords[column]), ...rows.map((row) => cells.map(([, most, of]) => printableLine(oneLine(of(row), most))))];
  const widths = cells.map((_, at) => lines.reduce((width, line) => Math.max(width, textWidth(line[at] ?? '')), 0));
  return lines.map((line) => line.map((cell, at) => padEnd(cell, widths[at] ?? 0)).join('  ').trimEnd());
}

async function importFile(cli: Cli, file: string, { by, preview }: FailuresOptions): Promise<ExitCode> {
  const { out } = cli;
  // Runs are found by their ids, so the traces come first.
  const engine = await cli.imported();
  const [path = file] = expandPaths([file], cli.cwd);
  const reviewer = await findReviewer(by, cli.workspace, cli.env);
  tellReviewer(cli, reviewer);
  const report = await engine.importFailures({ path, by: reviewer.name, ...(preview ? { dryRun: true } : {}) }, cli.calling());
  out.result(report);
  for (const line of reportLines(report, preview === true)) out.line(line);
  if (report.unknownTypes.length > 0) out.warn(`No failure class: ${report.unknownTypes.slice(0, 8).map(({ type, rows }) => `${printableLine(oneLine(type, 40))} (${rows})`).join(', ')}. What it says stands in the note; casebook/taxonomy.yaml can name it.`);
  if (report.unknownColumns.length > 0) out.warn(`Not read: ${plural(report.unknownColumns.length, 'column')} ${report.unknownColumns.map(printableLine).join(', ')}`);
  for (const { line, message } of report.warnings) out.warn(`${printableLine(file)}:${line}: ${printableLine(message)}`);
  if (report.warningCount > report.warnings.length) out.warn(`and ${plural(report.warningCount - report.warnings.length, 'more row')}`);
  if (report.replaced > 0) out.warn(`${plural(report.replaced, 'likely secret')} ${report.replaced === 1 ? 'was' : 'were'} replaced before the labels were written.`);
  return cli.strict && report.warningCount > 0 ? exitCodes.errors : exitCodes.done;
}

function reportLines({ file, rows, added, changed, known, matched, missing, unnamed, columns, notKept }: ImportFailuresReport, preview: boolean): readonly string[] {
  const where = [`${formatCount(matched)} of traces that are imported`, ...(missing > 0 ? [`${formatCount(missing)} of runs that are not`] : []), ...(unnamed > 0 ? [`${formatCount(unnamed)} without a run`] : [])].join(', ');
  return [
    `${printableLine(file)}: ${plural(rows, 'row')}, ${where}`,
    `  ${columns.map(({ column, as }) => `${printableLine(column)} as ${as}`).join(', ')}`,
    ...(notKept.length > 0 ? [`  ${notReadSentence(notKept.map(printableLine))}`] : []),
    `  ${plural(added, 'label')} ${preview ? 'would be ' : ''}written${changed > 0 ? `, ${formatCount(changed)} of them over what you had said` : ''}${known > 0 ? `, ${formatCount(known)} known already` : ''}`,
  ];
}
