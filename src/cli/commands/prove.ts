import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { expandCases } from '../paths.ts';
import type { Paint } from '../../core/display/terminal.ts';
import type { ProofReport } from '../../protocol/makeApi.ts';

export const proveCommand = defineCommand({
  name: 'prove',
  summary: 'Check that a case fails on its recording',
  details: 'Neither the index nor the export is needed: the recording beside the case is enough. A proof that holds is written into the case file. Exits 1 when a case that names a failure does not fail there.',
  operands: [['<cases...>', 'case ids, case files, folders or patterns']],
  options: [],
  examples: ['prove shipment-status-check', 'prove casebook/cases/orders.case.yaml'],
  async run(cli, operands) {
    const { out } = cli;
    const engine = await cli.engine();
    const cases = expandCases(operands, cli.cwd);
    const reports = await engine.proveCases({ cases: [...cases] }, cli.calling());
    for (const report of reports) {
      out.result({ ...report, file: cli.workspace.display(report.file) });
      out.line(`${verdictOf(report, out.paint)}  ${report.caseId}: ${report.sentence}`);
    }
    return reports.every((report) => report.proven || !report.needed) ? exitCodes.done : exitCodes.against;
  },
});

function verdictOf({ needed, proven }: ProofReport, paint: Paint): string {
  if (proven) return paint.green('✓ proven');
  return needed ? paint.red('✗ not proven') : paint.dim('· no failure');
}
