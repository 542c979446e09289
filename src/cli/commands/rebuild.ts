import { plural } from '../../core/display/numbers.ts';
import { defineCommand } from '../command.ts';
import { printFiles } from '../importLines.ts';
import { nameFromHere } from '../importedNames.ts';
import { exitCodeOfReport, progressLine } from './import.ts';

export const rebuildCommand = defineCommand({
  name: 'rebuild',
  summary: 'Read all imported files again',
  details: 'For when the index looks wrong, or files were changed in many places. Labels, cases and feedback are not touched. Traces whose file is gone are kept as they are.',
  operands: [],
  options: [],
  examples: ['rebuild', 'rebuild --json'],
  async run(cli) {
    const { out } = cli;
    const engine = await cli.imported();
    const report = await engine.rebuildIndex({}, cli.calling((progress) => out.status.show(progressLine(progress))));
    out.result(report);
    printFiles(report, cli);
    if (report.removed > 0) out.line(`${plural(report.removed, 'trace')} that no file holds any more removed`);
    if (report.kept > 0) out.line(`${plural(report.kept, 'trace')} that no file holds any more kept because of a label`);
    for (const { path, traces } of report.gone) {
      const name = nameFromHere(path, cli);
      const typed = /^[\w./-]+$/.test(name) ? name : JSON.stringify(name);
      out.warn(`${name} is no longer there; its ${plural(traces, 'trace')} stayed as imported. Remove ${traces === 1 ? 'it' : 'them'} with: casebook remove ${typed}`);
    }
    return exitCodeOfReport(report, cli.strict);
  },
});
