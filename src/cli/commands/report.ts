import { Argument } from 'commander';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { reports } from '../reports/registry.ts';
import { sectionsAsMarkdown } from '../../core/coverage/sectionsAsMarkdown.ts';
import { printSections } from '../sections.ts';

type ReportOptions = { readonly md?: true };

export const reportCommand = defineCommand<ReportOptions>({
  name: 'report',
  summary: 'What all cases, labels and traces show together',
  details: 'coverage: which failure classes, tools, use cases, tags and roles of live traffic active cases guard, which cases are stale or ask the same, and how many of the failures that people labelled the cases of today would have caught. Exits 0 whatever it finds.',
  operands: [new Argument('<report>', 'which one').choices(reports.map(({ name }) => name))],
  options: [option('--md', 'print Markdown')],
  examples: ['report coverage', 'report coverage --md', 'report coverage --json'],
  async run(cli, [wanted], { md }) {
    const { out } = cli;
    const report = reports.find(({ name }) => name === wanted)!;
    const { result, sections, warnings } = await report.read(await cli.imported(), cli);
    for (const warning of warnings) out.warn(warning);
    out.result(result);
    if (md && !out.json) out.raw(sectionsAsMarkdown(report.title, sections));
    else printSections(sections, out);
    return exitCodes.done;
  },
});
