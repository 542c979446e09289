import { Command } from 'commander';
import type { Cli } from './cli.ts';
import { option } from './command.ts';
import type { ExitCode } from './exitCodes.ts';
import { spoken } from './output.ts';
import { commands } from './registry.ts';

export type GlobalOptions = { readonly workspace?: string; readonly db?: string; readonly json?: boolean; readonly quiet?: boolean; readonly strict?: boolean; readonly color: boolean };

/** Runs a command's work with what the global options ask for. */
export type Start = (options: GlobalOptions, work: (cli: Cli) => Promise<ExitCode>) => Promise<void>;

/** The whole command line. Errors are thrown as CommanderError, so that one place decides how they end. */
export function createProgram(version: string, start: Start): Command {
  const program = new Command('casebook')
    .description('Take a recorded run of an AI agent from failed trace to proven regression case.\n\nimport a trace export → list and show → label what went wrong → make an eval case → prove that it fails on that trace → run it until it passes')
    .usage('<command> [options]')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addOption(option('--workspace <folder>', 'workspace folder (default: the nearest parent with casebook/, else the current folder)'))
    .addOption(option('--db <file>', 'keep the index in this file (default: .casebook/casebook.db)'))
    .addOption(option('--json', 'print results as JSON: one document, or one a line for lists'))
    .addOption(option('--quiet', 'print results and errors only'))
    .addOption(option('--strict', 'count warnings as errors'))
    .addOption(option('--no-color', 'print without colour; NO_COLOR does the same'))
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(spoken(sentence(text))) })
    .addHelpText('after', '\nExit codes: 0 done, nothing against it; 1 an active case failed or a proof does\nnot hold; 2 errors in files, or a target broke; 3 usage; 4 a bug in Casebook;\n130 cancelled.\n\nStart with:\n  casebook import traces/\n  casebook list');
  for (const command of commands) command.addTo(program, (work) => start(program.opts<GlobalOptions>(), work));
  return program;
}

/** The parser says "error: unknown option '--fo'", with its guess on a line of its own. */
function sentence(text: string): string {
  const [first = '', ...rest] = text.replace(/^error: /, '').trimEnd().split('\n');
  const spoken = `${first.slice(0, 1).toUpperCase()}${first.slice(1)}`;
  return `${[/[.?!]$/.test(spoken) ? spoken : `${spoken}.`, ...rest.map((line) => line.replace(/^\((.*)\)$/, '$1'))].join('\n')}\ncasebook --help lists the commands; casebook COMMAND --help what one of them takes.\n`;
}
