import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import type { Cli } from './cli.ts';
import type { ExitCode } from './exitCodes.ts';

/** What a person may type after `casebook`: one file in commands/, one line in the registry. */
export type CommandSpec<Options> = {
  readonly name: string;
  /** One line for the list of commands; the first line of the command's own help. */
  readonly summary: string;
  /** More for the command's own help. */
  readonly details?: string;
  /** As the argument parser spells them: `<trace>`, `[files...]`. */
  readonly operands: readonly (Argument | readonly [name: string, description: string])[];
  readonly options: readonly Option[];
  /** Whole command lines without `casebook`, most useful first. */
  readonly examples: readonly [string, ...string[]];
  run(cli: Cli, operands: readonly string[], options: Options): Promise<ExitCode>;
};

/** A command whose options only it knows the type of. */
export type CliCommand = {
  readonly name: string;
  readonly examples: readonly string[];
  addTo(program: Command, start: (work: (cli: Cli) => Promise<ExitCode>) => Promise<void>): void;
};

export function defineCommand<Options extends object>(spec: CommandSpec<Options>): CliCommand {
  return {
    name: spec.name,
    examples: spec.examples,
    addTo(program, start) {
      const command = program.command(spec.name).summary(spec.summary).description([spec.summary, ...(spec.details === undefined ? [] : [spec.details])].join('\n\n'));
      for (const operand of spec.operands) command.addArgument(operand instanceof Argument ? operand : new Argument(...operand));
      for (const option of spec.options) command.addOption(option);
      command.addHelpText('after', `\nExamples:\n${spec.examples.map((example) => `  casebook ${example}`).join('\n')}`);
      command.action(() => start((cli) => spec.run(cli, command.args, command.opts<Options>())));
    },
  };
}

export function option(flags: string, description: string): Option {
  return new Option(flags, description);
}
