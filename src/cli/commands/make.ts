import { relative, resolve } from 'node:path';
import { plural } from '../../core/display/numbers.ts';
import { printable, printableLine } from '../../core/display/terminal.ts';
import { quoted } from '../../core/display/truncate.ts';
import { UserError } from '../../core/support/errors.ts';
import type { DraftRequest, MakeReport, RedactionFinding } from '../../protocol/makeApi.ts';
import { mostTogether } from '../../protocol/mostTogether.ts';
import type { Cli } from '../cli.ts';
import { askAboutFindings } from '../askAboutFindings.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodeOf, exitCodes, worstOf } from '../exitCodes.ts';
import type { ExitCode } from '../exitCodes.ts';
import { readCount } from '../optionValues.ts';

const mostSimilar = 3;

type Redact = 'ask' | 'all' | 'none-found';
type MakeOptions = { readonly out?: string; readonly append?: string; readonly fromStep?: number; readonly redact?: Redact };
type Engine = Awaited<ReturnType<Cli['imported']>>;

export const makeCommand = defineCommand<MakeOptions>({
  name: 'make',
  summary: 'Make cases from traces, and prove them',
  details: 'Drafts a case from each trace and its label, writes it with its recording, and proves it at once. Likely secrets and personal data in the draft are replaced or shown for you to decide before anything is written. Of several traces, those that are ready are written; the others are left, and it says why.',
  operands: [['<traces...>', 'ids of traces, or the beginnings of them']],
  options: [
    option('--out <file>', 'where to write the case (default: casebook/cases/<id>.case.yaml)'),
    option('--append <file>', 'add the cases to the end of this case file, or make it; all else in it stays as it is'),
    option('--from-step <n>', 'only what happened from this step on; the turns before it become messages').argParser(readCount),
    option('--redact <how>', 'ask: decide on each finding; all: replace all; none-found: write only if there is none (default: ask on a terminal, else none-found)').choices(['ask', 'all', 'none-found']),
  ],
  examples: ['make tr_8f21', 'make tr_8f21 --redact all --json', 'make tr_8f21 --from-step 7', 'make tr_8f21 --out casebook/cases/orders/late.case.yaml', 'make tr_8f21 tr_03bc --append casebook/cases/orders.case.yaml'],
  async run(cli, traces, options) {
    const { out: file, append, fromStep, redact = cli.terminal ? 'ask' : 'none-found' } = options;
    if (file !== undefined && append !== undefined) throw new UserError('usage', 'A case is written to a file of its own or added to one: --out and --append exclude each other.');
    if (traces.length > 1 && (file !== undefined || fromStep !== undefined)) throw new UserError('usage', `${file === undefined ? '--from-step' : '--out'} is about one trace, and ${traces.length} are named.`, file === undefined ? '' : 'Several cases go into one file with --append.');
    const engine = await cli.imported();
    const ids: string[] = [];
    for (const trace of traces) ids.push((await engine.findTrace({ trace }, cli.calling())).id);
    const distinct = [...new Set(ids)];
    if (distinct.length > mostTogether) throw new UserError('usage', `At most ${mostTogether} traces are made into cases at once, and ${distinct.length} are named.`);
    const place = { ...(file === undefined ? {} : { out: resolve(cli.cwd, file) }), ...(append === undefined ? {} : { append: resolve(cli.cwd, append) }), ...(fromStep === undefined ? {} : { fromStep }) };
    const [only = ''] = distinct;
    if (distinct.length === 1) {
      printMade(await makeOne(engine, { trace: only, ...place }, redact, cli), cli);
      return exitCodes.done;
    }
    return makeSeveral(engine, distinct, place, redact, cli);
  },
});

async function makeOne(engine: Engine, request: DraftRequest, redact: Redact, cli: Cli): Promise<MakeReport> {
  if (redact === 'all') return engine.makeCase({ ...request, findingsSeen: true }, cli.calling());
  const { findings } = await engine.draftCase(request, cli.calling());
  if (findings.length > 0 && (redact === 'none-found' || !cli.terminal)) throw undecided(request.trace, findings, cli);
  const chosen = findings.length > 0 ? await askAboutFindings(findings, cli) : [];
  return engine.makeCase({ ...request, redact: [...chosen], findingsSeen: findings.length > 0 }, cli.calling());
}

/** What one trace lacks keeps no other from being written. */
async function makeSeveral(engine: Engine, traces: readonly string[], place: Omit<DraftRequest, 'trace'>, redact: Redact, cli: Cli): Promise<ExitCode> {
  const { out } = cli;
  const left: { readonly trace: string; readonly error: UserError }[] = [];
  for (const [at, trace] of traces.entries()) {
    if (at > 0) out.line();
    try {
      const { alikeTogether } = await engine.proposeCase({ trace, together: [...traces], ...place }, cli.calling());
      printMade(await makeOne(engine, { trace, ...place }, redact, cli), cli);
      for (const { trace: other, similarity } of alikeTogether.slice(0, mostSimilar)) out.note(`Asks nearly the same as ${other}, ${similarity.toFixed(2)}, which is among these traces`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      left.push({ trace, error });
      out.result({ trace, left: error.message });
      out.warn(`${trace} was left: ${error.message} ${error.hint ?? ''}`.trimEnd());
    }
  }
  out.note(`Wrote ${plural(traces.length - left.length, 'case')} of ${plural(traces.length, 'trace')}.`);
  return worstOf(left.map(({ error }) => exitCodeOf(error.code)));
}

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
