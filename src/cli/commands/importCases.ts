import { resolve } from 'node:path';
import { importedParts, importSentence } from '../../core/display/exchange.ts';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { createExchange } from '../../engine/exchange.ts';
import type { WrittenSuite } from '../../protocol/exchangeApi.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { expandPaths } from '../paths.ts';

type ImportOptions = { readonly from?: string; readonly out?: string; readonly overwrite?: true; readonly existing?: 'skip' | 'rename'; readonly dryRun?: true };

export const importCasesCommand = defineCommand<ImportOptions>({
  name: 'import-cases',
  summary: 'Make cases of the test cases of another tool',
  details: 'The tool is told by the content of the file, which may be JSON, JSON lines or YAML. Assertions that have no counterpart here are kept under foreign and shown as n/a (CB901); other fields are kept under metadata.x.kept. A test case that cannot be read is reported with its place, and the others come in. Nothing is ever written over a file that is there, unless --overwrite says so.',
  operands: [['<file>', 'tests of promptfoo, an eval set of ADK, samples of Inspect, items of Langfuse, OpenAI evals or Braintrust']],
  options: [
    option('--from <tool>', 'promptfoo, adk, inspect, langfuse, openai or braintrust (default: told by the content)'),
    option('--out <file>', 'where to write the cases (default: casebook/cases/<suite>.case.yaml)'),
    option('--overwrite', 'write over a file that is there'),
    option('--existing <what>', 'what becomes of a case whose id the workspace has: skip leaves it out, rename gives it an id of its own').choices(['skip', 'rename']),
    option('--dry-run', 'say what would come in, and write nothing'),
  ],
  examples: ['import-cases promptfooconfig.yaml', 'import-cases home.evalset.json --from adk', 'import-cases samples.jsonl --dry-run --json'],
  async run(cli, [file = ''], { from, out: target, overwrite = false, existing, dryRun = false }) {
    const { out, workspace: { display } } = cli;
    const [path = file] = expandPaths([file], cli.cwd);
    const report = await createExchange(cli.workspace).importCases({
      path, overwrite, dryRun, ...(from === undefined ? {} : { from }), ...(target === undefined ? {} : { out: resolve(cli.cwd, target) }), ...(existing === undefined ? {} : { existing }),
    }, cli.calling());
    out.result({ ...report, from: report.from.id, files: report.files.map((each) => ({ ...each, file: display(each.file) })) });
    if (report.why !== null) out.note(`Read as ${report.from.title}: ${report.why}.`);
    for (const each of report.cases) {
      out.line(`${each.id}: ${importedParts(each).join(', ')}`);
      if (each.foreign.length > 0) out.line(out.paint.yellow(`  no counterpart here: ${each.foreign.map(printableLine).join(', ')}`));
      if (each.aside.length > 0) out.line(out.paint.dim(`  kept aside: ${each.aside.map(printableLine).join(', ')}`));
      if (each.changed.length > 0) out.line(out.paint.dim(`  changed since it was exported: ${each.changed.join(', ')}`));
      if (each.assumed.length > 0) out.line(out.paint.dim(`  set by this import: ${each.assumed.join(', ')}`));
      for (const note of each.notes) out.line(`  ${printableLine(note)}`);
    }
    out.line(out.paint.bold(`${importSentence(report.cases, report.from.title)}.`));
    for (const each of report.files) out.line(`${report.written ? 'Written' : 'Would be written'}: ${display(each.file)}, ${plural(each.cases, 'case')}${diagnosticsInWords(each)}`);
    for (const { what, why } of report.leftOut) out.note(`Stays in the file: ${printableLine(what)}, ${why}.`);
    if (report.clashes.length > 0) out.warn(`${plural(report.clashes.length, 'id')} of the file ${report.clashes.length === 1 ? 'is' : 'are'} in the workspace already: ${report.clashes.slice(0, 5).join(', ')}${report.clashes.length > 5 ? ', …' : ''}. ${existing === 'rename' ? 'They got ids of their own.' : 'They were left out.'}`);
    for (const { place, message } of report.problems) out.warn(`${printableLine(file)}: ${printableLine(place)}: ${printableLine(message)} Left out.`);
    return report.problems.length > 0 ? exitCodes.errors : exitCodes.done;
  },
});

function diagnosticsInWords({ errors, warnings, hints, codes }: WrittenSuite): string {
  const counts = ([[errors, 'error'], [warnings, 'warning'], [hints, 'hint']] as const).flatMap(([count, what]) => (count > 0 ? [plural(count, what)] : []));
  if (counts.length === 0) return '';
  const all = Object.entries(codes).sort(([, a], [, b]) => b - a).map(([code, count]) => `${formatCount(count)} ${code}`);
  return `; ${counts.join(', ')} of the validator (${all.join(', ')})`;
}
