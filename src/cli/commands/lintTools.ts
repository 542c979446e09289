import { relative } from 'node:path';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import { lintToolText } from '../../core/perception/lintToolText.ts';
import { UserError } from '../../core/support/errors.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import { expandPaths } from '../paths.ts';
import { countProblems, inWords, paintOf, placed, printProblems } from '../problemLines.ts';

export const lintToolsCommand = defineCommand({
  name: 'lint-tools',
  summary: 'What a model may misunderstand in names and descriptions of tools',
  details: [
    'Says of each tool whether its name is a verb and what it acts on (CT101, CT102), whether it can be told from the others (CT103), whether its arguments are described (CT104), and whether its description says what it requires and returns (CT105 to CT107). An agent can only pick the right tool if it can see which one that is.',
    'Without files the tools of all traces are looked at, as they were last offered. A file is JSON or YAML: tools as OpenAI, Anthropic, Gemini or MCP take them, or as config.yaml lists them. Exits 2 where a file cannot be read or holds no tools; findings are warnings and count with --strict.',
  ].join('\n\n'),
  operands: [['[files...]', 'files of tools (default: the tools of the traces)']],
  options: [],
  examples: ['lint-tools', 'lint-tools agent/tools.json', 'lint-tools "mcp/*.json" --strict', 'lint-tools --json'],
  run: (cli, operands) => (operands.length === 0 ? lintTraces(cli) : lintFiles(cli, operands)),
});

async function lintFiles(cli: Cli, operands: readonly string[]): Promise<ExitCode> {
  const { out, workspace } = cli;
  const refused: string[] = [];
  let tools = 0;
  const checked = expandPaths(operands, cli.cwd).flatMap((path) => {
    const file = relative(cli.cwd, path);
    try {
      const text = (workspace.read(path) ?? '').replace(/^\uFEFF/u, '');
      const linted = lintToolText(text, path);
      if (linted.tools === 0) refused.push(`${file} holds no tools. It should be JSON or YAML with a list of them, or a map with one under tools.`);
      tools += linted.tools;
      return linted.tools === 0 ? [] : [{ file, problems: linted.problems.map((problem) => placed(problem, text, cli.strict, () => ({ file, text }))) }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push([error.message, error.hint ?? ''].join(' ').trim());
      return [];
    }
  });
  const counts = countProblems(checked);
  out.result({ files: checked, tools, ...counts });
  printProblems(checked, out);
  for (const sentence of refused) out.warn(sentence);
  if (tools > 0) out.note(`${plural(tools, 'tool')} in ${plural(checked.length, 'file')}: ${inWords(counts)}`);
  return counts.errors > 0 || refused.length > 0 ? exitCodes.errors : exitCodes.done;
}

async function lintTraces(cli: Cli): Promise<ExitCode> {
  const { out, strict } = cli;
  const { tools, nameOnly, findings } = await (await cli.imported()).lintTools({}, cli.calling());
  const severity = strict ? 'error' : 'warning';
  out.result({ tools, nameOnly, findings: findings.map((each) => ({ ...each, severity })), errors: strict ? findings.length : 0, warnings: strict ? 0 : findings.length, hints: 0 });
  for (const { code, tool, message } of findings) out.line(`${printableLine(tool)} ${paintOf(severity, out.paint)(code)} ${printableLine(message)}${strict ? '' : ` (${severity})`}`);
  if (tools === 0) out.note('No trace offers or calls a tool. Name a file of tools to look at one.');
  else {
    const only = nameOnly === 0 ? '' : ` Of ${formatCount(nameOnly)} nothing but the name is recorded.`;
    out.note(`${plural(tools, 'tool')} in traces: ${inWords({ errors: strict ? findings.length : 0, warnings: strict ? 0 : findings.length, hints: 0 })}.${only}`);
  }
  return strict && findings.length > 0 ? exitCodes.errors : exitCodes.done;
}
