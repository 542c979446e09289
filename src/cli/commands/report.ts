import { basename, join, resolve } from 'node:path';
import { Argument } from 'commander';
import { sectionsAsHtml } from '../../core/coverage/sectionsAsHtml.ts';
import { sectionsAsMarkdown } from '../../core/coverage/sectionsAsMarkdown.ts';
import { plural } from '../../core/display/numbers.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes, worstOf } from '../exitCodes.ts';
import { reports } from '../reports/registry.ts';
import { printSections } from '../sections.ts';

type ReportOptions = { readonly md?: true; readonly html?: string; readonly exitCode?: true };

export const reportCommand = defineCommand<ReportOptions>({
  name: 'report',
  summary: 'What all cases, labels and traces show together',
  details: [
    'coverage: how the golden set grows and what came back, which failure classes, tools, use cases, tags and roles of live traffic active cases guard, which cases are stale or ask the same, and how many of the failures that people labelled the cases of today would have caught.',
    'labels: what reviewers said, by reviewer and by failure class, how far those who reviewed the same traces agree (kappa, AC1, Krippendorff\'s alpha, each with n), where they do not, and how many labels rates may be computed from.',
    'matrix: where runs go wrong, of all that people labelled: last good step against first wrong step, failure classes by week, what they go together with, what the agent could not see (tools, documents, the window), and tool choice before and after a change of tools.',
    'users: what became of what users said. Each output that a user rejected, edited, worked around or wrote of, followed to its label, its case and its fix; how long that took; reviews that are overdue; users without a feedback channel in release.yaml. With --html, one page for each user without jargon: FILE.html holds all of them, any other name is a folder with one file a user.',
    'Exits 0 whatever it finds, unless --exit-code is given. Then coverage exits 1 where a failure class has labelled failures and no active case whose proof holds, or no case is active at all (in breach); else 2 where a class came back after its first proof, no case was added in 90 days, or cases are stale (to investigate). What is not measured never counts.',
  ].join('\n\n'),
  operands: [new Argument('<report>', 'which one').choices(reports.map(({ name }) => name))],
  options: [option('--md', 'print Markdown'), option('--html <file>', 'write one HTML file that needs nothing else, over one that is there; of users also a folder'), option('--exit-code', 'exit 1 where a level is in breach, 2 where something is to investigate')],
  examples: ['report coverage', 'report matrix', 'report labels', 'report users --html users/', 'report coverage --md', 'report coverage --html coverage.html', 'report coverage --json --exit-code'],
  async run(cli, [wanted], { md, html, exitCode }) {
    const { out, workspace } = cli;
    const report = reports.find(({ name }) => name === wanted)!;
    const engine = await cli.imported();
    await cli.breathe();
    const { result, sections, levels, warnings, pages } = await report.read(engine, cli);
    await cli.breathe();
    for (const warning of warnings) out.warn(warning);
    out.result(result);
    if (html !== undefined) {
      const file = resolve(cli.cwd, html);
      if (pages && !/\.html?$/i.test(html)) {
        const each = pages.each();
        for (const page of each) workspace.write(join(file, page.name), page.html);
        out.note(`Wrote ${plural(each.length, 'page')} into ${workspace.display(file)}.`);
      } else {
        workspace.write(file, pages ? pages.one() : sectionsAsHtml(report.title, `${basename(workspace.folder)}, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`, sections));
        out.note(`Wrote ${workspace.display(file)}.`);
      }
    }
    if (md && !out.json) out.raw(sectionsAsMarkdown(report.title, sections));
    else if (html === undefined) printSections(sections, out);
    return exitCode ? worstOf(levels.map(({ level }) => (level === 'breach' ? exitCodes.against : exitCodes.errors))) : exitCodes.done;
  },
});
