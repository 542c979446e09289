import { dirname, relative } from 'node:path';
import { plural } from '../../core/display/numbers.ts';
import { parseCaseFile } from '../../core/cases/parse.ts';
import { keepsFromReading } from '../../core/cases/settings.ts';
import { validateCaseFile } from '../../core/cases/validate.ts';
import { UserError } from '../../core/support/errors.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { knownByIndex } from '../knownByIndex.ts';
import { expandCasePaths } from '../paths.ts';
import { countProblems, inWords, placed, printProblems } from '../problemLines.ts';
import type { CaseText } from '../validationContext.ts';
import { readValidationContext } from '../validationContext.ts';

export const validateCommand = defineCommand({
  name: 'validate',
  summary: 'Check case files, as the Problems panel does',
  details: 'Checks config.yaml, taxonomy.yaml, release.yaml the journals of labels and feedback too. Prints file:line:column, the code and what is wrong. Exits 2 when there are errors; warnings count with --strict, hints never do.',
  operands: [['[files...]', 'case files, folders or patterns (default: all of casebook/cases)']],
  options: [],
  examples: ['validate', 'validate casebook/cases/orders.case.yaml', 'validate --strict --json'],
  async run(cli, operands) {
    const { out, workspace } = cli;
    const named = operands.length === 0 ? undefined : expandCasePaths(operands, cli.cwd);
    const isSettings = (file: string): boolean => [workspace.configFile, workspace.taxonomyFile, workspace.releaseFile].includes(file);
    const files = workspace.caseFiles(named).filter((file) => !isSettings(file) && ![workspace.labels, workspace.feedback].includes(dirname(file)));
    const unreadable: UserError[] = [];
    const texts = files.flatMap((file) => readText(file, cli, unreadable));
    const { contextFor, sourceIds, settings, journals, textOf, broken } = readValidationContext(workspace, texts);
    const known = await knownByIndex(cli, sourceIds);
    // Settings that cannot be read keep case files from being checked in full, so that is said whatever was named.
    const settingsMeant = settings.filter(({ file, problems }) => (named ?? [file]).includes(file) || problems.some(keepsFromReading));
    const journalsMeant = journals.filter(({ file, problems }) => (named === undefined ? problems.length > 0 : named.includes(file)));
    const found = [...settingsMeant, ...journalsMeant, ...texts.map(({ file, text }) => ({ file, text, problems: validateCaseFile(parseCaseFile(text, file), { ...contextFor(file), ...known }) }))];
    const nameOf = (file: string): string => relative(cli.cwd, file);
    const checked = found.map(({ file, text, problems }) => ({ file: nameOf(file), problems: problems.map((problem) => placed(problem, text, cli.strict, (other) => ({ file: nameOf(other), text: textOf(other) }))) }));

    const counts = countProblems(checked);
    out.result({ files: checked, ...counts });
    printProblems(checked, out);
    for (const { message, hint } of [...unreadable, ...broken]) out.warn([message, ...(hint === undefined ? [] : [hint])].join(' '));
    if (found.length + unreadable.length === 0) out.note('There is no case file to check.');
    else out.note(`${plural(found.length + unreadable.length, 'file')}: ${inWords(counts)}`);
    return counts.errors > 0 || unreadable.length > 0 || broken.length > 0 ? exitCodes.errors : exitCodes.done;
  },
});

/** A file that cannot be read does not keep the others from being checked. */
function readText(file: string, { workspace }: Cli, unreadable: UserError[]): readonly CaseText[] {
  try {
    return [{ file, text: workspace.read(file) ?? '' }];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    unreadable.push(error);
    return [];
  }
}
