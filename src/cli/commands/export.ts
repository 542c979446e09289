import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Argument } from 'commander';
import { exportedParts, exportSentence } from '../../core/display/exchange.ts';
import { blindSentence } from '../../core/display/failureWords.ts';
import { plural } from '../../core/display/numbers.ts';
import { replacedInWords } from '../../core/display/replaced.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { UserError } from '../../core/support/errors.ts';
import { createExchange } from '../../engine/exchange.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import { expandCases } from '../paths.ts';
import { findReviewer } from '../reviewer.ts';

type ExportOptions = { readonly to?: string; readonly out?: string; readonly overwrite?: true; readonly html?: string; readonly csv?: string; readonly jsonl?: string; readonly otlp?: string; readonly all?: true; readonly by?: string };
type What = 'cases' | 'labels' | 'traces';

/** Which option chooses the form for what. */
const formsOf: Readonly<Record<What, readonly ('to' | 'csv' | 'jsonl' | 'otlp' | 'html')[]>> = { cases: ['to'], labels: ['csv', 'jsonl', 'otlp'], traces: ['html'] };

export const exportCommand = defineCommand<ExportOptions>({
  name: 'export',
  summary: 'Write cases for another tool, labels as a table or events, or a trace as a page',
  details: 'Cases: defaults are merged, and each variant becomes a case of its own that shares metadata.caseId. What the other tool cannot say is kept under metadata.casebook, so that import-cases gives the same cases back. The report says of each field whether the tool says it exactly, in part, or not at all.\n\nLabels: one row for each reviewer and trace, of the named traces or of all; under blind review without what others say of traces that you have not reviewed, unless --all names them; --otlp writes events gen_ai.evaluation.result of the OpenTelemetry conventions. A trace: one HTML file with its steps and labels that needs nothing else and runs nothing; likely secrets and personal data are replaced in it.',
  operands: [new Argument('<what>', 'what to write').choices(['cases', 'labels', 'traces']), ['[names...]', 'cases: ids, files, folders or patterns (default: all of casebook/cases); labels and traces: traces']],
  options: [
    option('--to <tool>', 'cases for promptfoo, adk, inspect, langfuse, openai or braintrust'),
    option('--out <file>', 'where to write cases; its ending chooses JSON, JSON lines or YAML where the tool takes several (default: stdout)'),
    option('--overwrite', 'write over a file that is there'),
    option('--csv <file>', 'labels as a table; - for stdout'),
    option('--jsonl <file>', 'labels as JSON lines; - for stdout'),
    option('--otlp <file>', 'labels as OTLP/JSON log events; - for stdout'),
    option('--all', 'labels: also what others say of traces that you have not reviewed'),
    option('--by <name>', 'labels: who exports them (default: from git\'s user.email, else your account)'),
    option('--html <file>', 'a trace as one page; of several traces a folder'),
  ],
  examples: ['export cases --to promptfoo --out promptfooconfig.yaml', 'export cases refund-over-limit --to inspect', 'export cases casebook/cases/orders.case.yaml --to adk --out orders.evalset.json --json', 'export labels --all --csv labels.csv', 'export labels --otlp labels.otlp.json', 'export traces tr_8f21 --html run.html'],
  async run(cli, operands, options) {
    const [what, ...names] = operands as [What, ...string[]];
    const given = (Object.values(formsOf).flat()).filter((name) => options[name] !== undefined);
    const [form, another] = given;
    if (form === undefined || another !== undefined || !formsOf[what].includes(form)) {
      const asked = formsOf[what].map((name) => `--${name}`).join(', ').replace(/, ([^,]*)$/, ' or $1');
      throw new UserError('usage', `export ${what} needs ${formsOf[what].length > 1 ? 'one of ' : ''}${asked}${given.length > 0 ? `, and no ${given.filter((name) => !formsOf[what].includes(name)).map((name) => `--${name}`).join(' or ') || 'second one'}` : ''}.`, 'casebook export --help shows examples.');
    }
    if (what === 'labels') return exportLabels(cli, names, form as 'csv' | 'jsonl' | 'otlp', options);
    if (what === 'traces') return exportTraces(cli, names, options.html ?? '', options.overwrite ?? false);
    return exportCasesTo(cli, names, options.to ?? '', options);
  },
});

async function exportCasesTo(cli: Cli, operands: readonly string[], to: string, { out: file, overwrite }: ExportOptions): Promise<ExitCode> {
  const { out, workspace } = cli;
  const target = file === undefined ? undefined : resolve(cli.cwd, file);
  const report = await createExchange(workspace).exportCases({ cases: [...expandCases(operands, cli.cwd)], to, overwrite: overwrite ?? false, ...(target === undefined ? {} : { out: target }) }, cli.calling());
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
}

const stdout = '-';

/** What is there stays, unless it was said that it may go. */
function refuseOver(path: string, file: string, overwrite: boolean): void {
  if (!overwrite && statSync(path, { throwIfNoEntry: false })?.isFile()) throw new UserError('file-there', `${file} is there already; it was not overwritten.`, 'Add --overwrite, or name another file.');
}

async function exportLabels(cli: Cli, traces: readonly string[], format: 'csv' | 'jsonl' | 'otlp', { [format]: file = stdout, overwrite, all, by }: ExportOptions): Promise<ExitCode> {
  const { out, workspace } = cli;
  const path = resolve(cli.cwd, file);
  if (file !== stdout) refuseOver(path, file, overwrite === true);
  const engine = await cli.engine();
  const { name: reader } = await findReviewer(by, workspace, cli.env);
  const { text, warnings, ...counts } = await engine.exportLabels({ format, by: reader, all: all === true, ...(traces.length === 0 ? {} : { traces: [...traces] }) }, cli.calling());
  await cli.breathe();
  if (file === stdout) out.raw(text);
  else workspace.write(path, text);
  out.result({ ...counts, warnings, file: file === stdout ? null : workspace.display(path) });
  const said = counts.labels === 0 ? (counts.hidden > 0 ? 'You have labelled none of them' : 'Nobody has labelled anything yet') : `Wrote ${plural(counts.labels, 'label')} of ${plural(counts.traces, 'trace')}`;
  if (file === stdout) out.note(`${said}.`);
  else out.line(out.paint.bold(`${said}: ${workspace.display(path)}`));
  if (counts.hidden > 0) out.warn(`${reader}: ${blindSentence(counts.hidden, all === true)}${all ? '' : ' --all exports them.'}`);
  for (const warning of warnings) out.warn(warning);
  return warnings.length > 0 ? exitCodes.errors : exitCodes.done;
}

async function exportTraces(cli: Cli, traces: readonly string[], file: string, overwrite: boolean): Promise<ExitCode> {
  const { out, workspace } = cli;
  const [first, ...others] = traces;
  if (first === undefined) throw new UserError('usage', 'No trace is named.', 'casebook list shows their ids.');
  const target = resolve(cli.cwd, file);
  if (others.length > 0 && /\.html?$/iu.test(file) && statSync(target, { throwIfNoEntry: false })?.isDirectory() !== true) throw new UserError('usage', `${plural(traces.length, 'trace')} are written into a folder, a page each, and ${file} is named like one page.`, `For example --html ${file.replace(/\.html?$/iu, '')}/, or export one trace.`);
  const engine = await cli.engine();
  const written: { readonly trace: string; readonly file: string; readonly replaced: Readonly<Record<string, number>> }[] = [];
  for (const trace of [first, ...others]) {
    const { html, fileName, replaced } = await engine.shareTrace({ trace }, cli.calling());
    const path = others.length === 0 ? target : resolve(target, `${fileName}.html`);
    refuseOver(path, workspace.display(path), overwrite);
    workspace.write(path, html);
    written.push({ trace: fileName, file: workspace.display(path), replaced });
    out.line(`${out.paint.bold(workspace.display(path))} ${out.paint.dim(replacedInWords(replaced))}`);
  }
  out.result({ written });
  return exitCodes.done;
}
