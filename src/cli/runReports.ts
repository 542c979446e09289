import { join, resolve } from 'node:path';
import type { Option } from 'commander';
import { junitXml } from '../core/runs/junitXml.ts';
import { runMarkdown } from '../core/runs/runMarkdown.ts';
import { runBefore } from '../engine/runBefore.ts';
import type { RunReport } from '../protocol/runApi.ts';
import type { Cli } from './cli.ts';
import { option } from './command.ts';
import { writeMarkdown } from './markdownFile.ts';

export type WantedReports = { readonly junit?: string; readonly md?: string };
export type When = { readonly at: Date; readonly durationMs: number };

export const reportOptions = (): readonly Option[] => [
  option('--junit <file>', 'write the results as JUnit XML, as CI servers read it'),
  option('--md <file>', 'write a summary as Markdown; to that of a GitHub job it is added'),
];

/** The files a pipeline reads. They are written for a run without cases too: a missing one would look like a crash. */
export function writeRunReports({ junit, md }: WantedReports, report: RunReport, when: When, cli: Cli): void {
  const { workspace } = cli;
  const { runId, folder, results, cancelled, stopped, notRun, statistics, cached, notKept, warnings } = report;
  if (junit !== undefined) {
    const kept = folder === null ? undefined : workspace.read(join(folder, 'junit.xml'));
    const at = when.at.toISOString();
    workspace.write(resolve(cli.cwd, junit), kept ?? junitXml({ runId, at, durationMs: when.durationMs, casebook: results[0]?.trials[0]?.casebook ?? '', results, fileName: workspace.display }));
    cli.out.note(`Wrote ${junit}.`);
  }
  if (md !== undefined) writeMarkdown(md, runMarkdown({ runId, durationMs: when.durationMs, cancelled, stopped: stopped !== undefined, notRun, notKept, warnings, cached, results, statistics, before: runBefore(workspace, runId, results), fileName: workspace.display }), cli);
}
