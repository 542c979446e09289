import { relative, resolve } from 'node:path';
import { plural } from '../../core/display/numbers.ts';
import { printable, printableLine } from '../../core/display/terminal.ts';
import { quoted } from '../../core/display/truncate.ts';
import { UserError } from '../../core/support/errors.ts';
import type { MakeReport, RedactionFinding } from '../../protocol/makeApi.ts';
import type { Cli } from '../cli.ts';
import { askAboutFindings } from '../askAboutFindings.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { readCount } from '../optionValues.ts';

const mostSimilar = 3;

type MakeOptions = { readonly out?: string; readonly fromStep?: number; readonly redact?: 'ask' | 'all' | 'none-found' };

export const makeCommand = defineCommand<MakeOptions>({
  name: 'make',
  summary: 'Make a case from a trace, and prove it',
  details: 'Drafts the case from the trace and its label, writes it with its recording, and proves it at once. Likely secrets and personal data in the draft are replaced or shown for you to decide before anything is written.',
  operands: [['<trace>', 'id of a trace, or the beginning of one']],
  options: [
    option('--out <file>', 'where to write the case (default: casebook/cases/<id>.case.yaml)'),
    option('--from-step <n>', 'only what happened from this step on; the turns before it become messages').argParser(readCount),
    option('--redact <how>', 'ask: decide on each finding; all: replace all; none-found: write only if there is none (default: ask on a terminal, else none-found)').choices(['ask', 'all', 'none-found']),
  ],
  examples: ['make tr_8f21', 'make tr_8f21 --redact all --json', 'make tr_8f21 --from-step 7', 'make tr_8f21 --out casebook/cases/orders/late.case.yaml'],
  async run(cli, [trace = ''], { out: file, fromStep, redact = cli.terminal ? 'ask' : 'none-found' }) {
    const engine = await cli.imported();
    const { id } = await engine.findTrace({ trace }, cli.calling());
    const request = { trace: id, ...(file === undefined ? {} : { out: resolve(cli.cwd, file) }), ...(fromStep === undefined ? {} : { fromStep }) };
    if (redact === 'all') {
      printMade(await engine.makeCase({ ...request, findingsSeen: true }, cli.calling()), cli);
      return exitCodes.done;
    }
    const { findings } = await engine.draftCase(request, cli.calling());
    if (findings.length > 0 && (redact === 'none-found' || !cli.terminal)) throw undecided(id, findings, cli);
    const chosen = findings.length > 0 ? await askAboutFindings(findings, cli) : [];
    printMade(await engine.makeCase({ ...request, redact: [...chosen], findingsSeen: findings.length > 0 }, cli.calling()), cli);
    return exitCodes.done;
  },
});

/** Nothing is written while a finding is undecided. */
function undecided(trace: string, findings: readonly RedactionFinding[], { out }: Cli): UserError {
  for (const finding of findings) out.warn(`${finding.where}: ${finding.detector}, ${printableLine(finding.excerpt)}`);
  return new UserError(
    'findings',
    `The draft holds ${plural(findings.length, 'finding')} of secrets or personal data; nothing was written.`,
    `Replace them: casebook make ${trace} --redact all. Or decide on each, on a terminal: --redact ask.`,
  );
}

function printMade(report: MakeReport, { out, cwd, workspace: { display } }: Cli): void {
  out.result({ ...report, file: display(report.file), recordingFile: display(report.recordingFile), proof: { ...report.proof, file: display(report.proof.file) } });
  out.line(`Case       ${relative(cwd, report.file)}`);
  out.line(`Recording  ${relative(cwd, report.recordingFile)}`);
  if (report.replaced > 0) out.line(`Replaced   ${plural(report.replaced, 'finding')} of secrets or personal data`);
  const { proven, needed, sentence: said } = report.proof;
  out.line(`${proven ? out.paint.green('✓ proven') : needed ? out.paint.yellow('✗ not proven') : out.paint.dim('· no failure')}   ${said}`);
  if (report.earlier.length > 0) out.note(`This trace has ${report.earlier.length === 1 ? 'a case' : 'cases'} already: ${report.earlier.join(', ')}`);
  for (const { caseId, similarity, query, variant } of (report.similar ?? []).slice(0, mostSimilar)) out.note(`Like case ${caseId}, ${similarity.toFixed(2)}: ${printable(quoted(variant ?? query, 100))}`);
  for (const sentence of report.missing) out.note(sentence);
}
