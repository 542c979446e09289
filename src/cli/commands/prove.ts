import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { expandCases } from '../paths.ts';

export const proveCommand = defineCommand({
  name: 'prove',
  summary: 'Check that a case fails on its recording',
  details: 'Neither the index nor the export is needed: the recording beside the case is enough. A proof that holds is written into the case file. Exits 1 when nothing fails on the recording.',
  operands: [['<cases...>', 'case ids, case files, folders or patterns']],
  options: [],
  examples: ['prove shipment-status-check', 'prove casebook/cases/orders.case.yaml'],
  async run(cli, operands) {
    const { out } = cli;
    const engine = await cli.engine();
    const cases = expandCases(operands, cli.cwd);
    const reports = await engine.proveCases({ cases: [...cases] }, cli.calling());
    for (const report of reports) {
      out.result(report);
      out.line(`${report.proven ? out.paint.green('✓ proven') : out.paint.red('✗ not proven')}  ${report.caseId}: ${report.sentence}`);
    }
    return reports.every((report) => report.proven) ? exitCodes.done : exitCodes.against;
  },
});
