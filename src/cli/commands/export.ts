import { resolve } from 'node:path';
import { Argument } from 'commander';
import { exportedParts, exportSentence } from '../../core/display/exchange.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { createExchange } from '../../engine/exchange.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { expandCases } from '../paths.ts';

type ExportOptions = { readonly to: string; readonly out?: string; readonly overwrite?: true };

export const exportCommand = defineCommand<ExportOptions>({
  name: 'export',
  summary: 'Write cases as the test cases of another tool',
  details: 'Defaults are merged, and each variant becomes a case of its own that shares metadata.caseId. What the other tool cannot say is kept under metadata.casebook, so that import-cases gives the same cases back. The report says of each field whether the tool says it exactly, in part, or not at all.',
  operands: [new Argument('<what>', 'cases').choices(['cases']), ['[cases...]', 'case ids, case files, folders or patterns (default: all of casebook/cases)']],
  options: [
    option('--to <tool>', 'promptfoo, adk, inspect, langfuse, openai or braintrust').makeOptionMandatory(),
    option('--out <file>', 'where to write; its ending chooses JSON, JSON lines or YAML where the tool takes several (default: stdout)'),
    option('--overwrite', 'write over a file that is there'),
  ],
  examples: ['export cases --to promptfoo --out promptfooconfig.yaml', 'export cases refund-over-limit --to inspect', 'export cases casebook/cases/orders.case.yaml --to adk --out orders.evalset.json --json'],
  async run(cli, [, ...operands], { to, out: file, overwrite = false }) {
    const { out, workspace } = cli;
    const target = file === undefined ? undefined : resolve(cli.cwd, file);
    const report = await createExchange(workspace).exportCases({ cases: [...expandCases(operands, cli.cwd)], to, overwrite, ...(target === undefined ? {} : { out: target }) }, cli.calling());
    out.result({ ...report, to: report.to.id, file: report.file === null ? null : workspace.display(report.file), problems: report.problems.map((each) => ({ ...each, file: workspace.display(each.file) })) });
    const summary = `${exportSentence(report.cases, report.to.title)}.`;
    if (report.text !== null) {
      // The document is the result; what is said of it goes beside.
      if (!out.json) out.raw(report.text);
      out.note(summary);
    } else {
      for (const each of report.cases) {
        out.line(`${each.id}: ${exportedParts(each).join(', ')}`);
        if (each.lossy.length > 0) out.line(out.paint.dim(`  in part: ${each.lossy.join(', ')}`));
        if (each.kept.length > 0) out.line(out.paint.dim(`  kept aside: ${each.kept.join(', ')}`));
      }
      out.line(out.paint.bold(`${summary} ${workspace.display(report.file ?? '')}`));
    }
    for (const { file: from, id, message } of report.problems) out.warn(`${printableLine(workspace.display(from))}: ${printableLine(id)} was left out: ${printableLine(message)}`);
    return report.problems.length > 0 ? exitCodes.errors : exitCodes.done;
  },
});
