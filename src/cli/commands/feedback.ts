import { Argument } from 'commander';
import { plural } from '../../core/display/numbers.ts';
import { redactionWords } from '../../core/display/redactions.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { expandPaths } from '../paths.ts';

export const feedbackCommand = defineCommand<{ readonly source?: string }>({
  name: 'feedback',
  summary: 'Add what users said of runs, where it arrives apart from the traces',
  details: 'Reads CSV with a header, or JSON lines, with traceId or runId and any of feedback, finalText, editMinutes, outcome, note, by and at. It is kept in casebook/feedback/, and joined with the traces whenever they are read, whichever comes first.',
  operands: [new Argument('<action>', 'import').choices(['import']), ['<file>', 'the rows']],
  options: [option('--source <name>', 'where it comes from, such as zendesk; default: the name of the file')],
  examples: ['feedback import zendesk.csv', 'feedback import thumbs.jsonl --source chat --json'],
  async run(cli, [, file = ''], { source }) {
    const { out } = cli;
    const engine = await cli.engine();
    const [path = file] = expandPaths([file], cli.cwd);
    const report = await engine.importFeedback({ path, ...(source === undefined ? {} : { source }) }, cli.calling());
    out.result(report);
    out.line(`${report.file}: ${plural(report.added, 'entry', 'entries')} added${report.known > 0 ? `, ${report.known} known already` : ''}, ${report.matched} of traces that are imported`);
    for (const words of redactionWords(report.redactions)) out.line(`  ${words}`);
    if (report.unknownColumns.length > 0) out.warn(`Not read: ${plural(report.unknownColumns.length, 'column')} ${report.unknownColumns.map(printableLine).join(', ')}`);
    if (report.unmatched.length > 0) out.warn(`No trace is imported yet under ${report.unmatched.slice(0, 5).map(printableLine).join(', ')}${report.unmatched.length > 5 ? ` and ${report.unmatched.length - 5} more` : ''}; what was said is kept for when it is.`);
    for (const { line, message } of report.warnings) out.warn(`${printableLine(file)}:${line}: ${printableLine(message)} Left out.`);
    if (report.warningCount > report.warnings.length) out.warn(`and ${plural(report.warningCount - report.warnings.length, 'more row')}`);
    const [undated] = report.undated;
    if (undated !== undefined) out.warn(`${printableLine(file)}:${undated.line}: ${printableLine(undated.message)}${report.undatedCount === 1 ? '' : ` So ${report.undatedCount === 2 ? 'does' : 'do'} ${plural(report.undatedCount - 1, 'more row')}.`}`);
    return report.rows > 0 && report.warningCount >= report.rows ? exitCodes.errors : cli.strict && report.warningCount > 0 ? exitCodes.errors : exitCodes.done;
  },
});
