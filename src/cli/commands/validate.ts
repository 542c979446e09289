import { relative } from 'node:path';
import { plural } from '../../core/display/numbers.ts';
import { printableLine } from '../../core/display/terminal.ts';
import type { Paint } from '../../core/display/terminal.ts';
import { parseCaseFile } from '../../core/cases/parse.ts';
import { keepsFromReading } from '../../core/cases/settings.ts';
import { validateCaseFile } from '../../core/cases/validate.ts';
import type { Problem, Severity } from '../../core/model/problem.ts';
import { UserError } from '../../core/support/errors.ts';
import { positionAt } from '../../core/support/positions.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { knownByIndex } from '../knownByIndex.ts';
import { expandCasePaths } from '../paths.ts';
import type { CaseText } from '../validationContext.ts';
import { readValidationContext } from '../validationContext.ts';

export const validateCommand = defineCommand({
  name: 'validate',
  summary: 'Check case files, as the Problems panel does',
  details: 'Checks config.yaml, taxonomy.yaml and release.yaml too. Prints file:line:column, the code and what is wrong. Exits 2 when there are errors; warnings count with --strict, hints never do.',
  operands: [['[files...]', 'case files, folders or patterns (default: all of casebook/cases)']],
  options: [],
  examples: ['validate', 'validate casebook/cases/orders.case.yaml', 'validate --strict --json'],
  async run(cli, operands) {
    const { out, workspace } = cli;
    const named = operands.length === 0 ? undefined : expandCasePaths(operands, cli.cwd);
    const isSettings = (file: string): boolean => [workspace.configFile, workspace.taxonomyFile, workspace.releaseFile].includes(file);
    const files = workspace.caseFiles(named).filter((file) => !isSettings(file));
    const unreadable: UserError[] = [];
    const texts = files.flatMap((file) => readText(file, cli, unreadable));
    const { contextFor, sourceIds, settings, textOf, broken } = readValidationContext(workspace, texts);
    const known = await knownByIndex(cli, sourceIds);
    // Settings that cannot be read keep case files from being checked in full, so that is said whatever was named.
    const settingsMeant = settings.filter(({ file, problems }) => (named ?? [file]).includes(file) || problems.some(keepsFromReading));
    const found = [...settingsMeant, ...texts.map(({ file, text }) => ({ file, text, problems: validateCaseFile(parseCaseFile(text, file), { ...contextFor(file), ...known }) }))];
    const nameOf = (file: string): string => relative(cli.cwd, file);
    const checked = found.map(({ file, text, problems }) => ({ file: nameOf(file), problems: problems.map((problem) => placed(problem, text, cli.strict, (other) => ({ file: nameOf(other), text: textOf(other) }))) }));

    const all = checked.flatMap(({ problems }) => problems);
    const having = (severity: Severity) => all.filter((problem) => problem.severity === severity).length;
    const [errors, warnings, hints] = [having('error'), having('warning'), having('hint') + having('info')];
    out.result({ files: checked, errors, warnings, hints });
    for (const { file, problems } of checked) {
      for (const { severity, line, column, code, message, related = [] } of problems) {
        const more = related.length > 3 ? ` And ${related.length - 3} more.` : '';
        const others = related.slice(0, 3).map((other) => ` See ${other.file}:${other.line}.`).join('') + more;
        out.line(`${printableLine(file)}:${line}:${column} ${paintOf(severity, out.paint)(code)} ${printableLine(message + others)}${severity === 'error' ? '' : ` (${severity})`}`);
      }
    }
    for (const { message, hint } of [...unreadable, ...broken]) out.warn([message, ...(hint === undefined ? [] : [hint])].join(' '));
    const counts = [[errors, 'error'], [warnings, 'warning'], [hints, 'hint']] as const;
    if (found.length + unreadable.length === 0) out.note('There is no case file to check.');
    else out.note(`${plural(found.length + unreadable.length, 'file')}: ${counts.flatMap(([count, word]) => (count > 0 ? [plural(count, word)] : [])).join(', ') || 'nothing wrong'}`);
    return errors > 0 || unreadable.length > 0 || broken.length > 0 ? exitCodes.errors : exitCodes.done;
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

type PlacedProblem = { readonly code: string; readonly severity: Severity; readonly message: string; readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number; readonly related?: readonly RelatedPlace[] };
type RelatedPlace = { readonly file: string; readonly line: number; readonly column: number };

function placed({ code, severity, message, range, related }: Problem, text: string, strict: boolean, fileOf: (path: string) => CaseText): PlacedProblem {
  const start = positionAt(text, range.start);
  const end = positionAt(text, range.end);
  return { code, severity: strict && severity === 'warning' ? 'error' : severity, message, ...start, endLine: end.line, endColumn: end.column, ...(related ? { related: related.map((other) => relatedPlace(other, fileOf)) } : {}) };
}

function relatedPlace({ file: path, range }: NonNullable<Problem['related']>[number], fileOf: (path: string) => CaseText): RelatedPlace {
  const { file, text } = fileOf(path);
  return { file, ...positionAt(text, range.start) };
}

function paintOf(severity: Severity, paint: Paint): (text: string) => string {
  if (severity === 'error') return paint.red;
  return severity === 'warning' ? paint.yellow : paint.dim;
}
