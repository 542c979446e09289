import { answeredMark, fieldWords, scoreWords, verdictWords } from '../../core/display/completeness.ts';
import { scoresFound } from '../../core/display/facts.ts';
import { formatCount, plural } from '../../core/display/numbers.ts';
import { printable, printableLine } from '../../core/display/terminal.ts';
import type { GroupedAdvice } from '../../core/doctor/groupAdvice.ts';
import { groupAdvice } from '../../core/doctor/groupAdvice.ts';
import { missingFields } from '../../core/doctor/missing.ts';
import type { QuestionVerdict } from '../../core/doctor/verdicts.ts';
import { answeredOf } from '../../core/doctor/verdicts.ts';
import type { ExaminedFile, ExamineReport } from '../../protocol/importApi.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import type { ExitCode } from '../exitCodes.ts';
import { exitCodes } from '../exitCodes.ts';
import { nameFromHere } from '../importedNames.ts';
import { expandPaths } from '../paths.ts';
import { progressLine } from './import.ts';

type DoctorOptions = { readonly format?: string };

export const doctorCommand = defineCommand<DoctorOptions>({
  name: 'doctor',
  summary: 'What an export lacks, and what to switch on for the next one',
  details: 'Reads the files as an import would, keeps nothing of them, and says how far their traces answer the six questions that must be answered before anyone may judge a run. Exits 0 whatever it finds; with --strict, 2 where a question is not answered for every trace. A file that cannot be read exits 2 always.',
  operands: [['<files...>', 'files, folders or patterns']],
  options: [option('--format <id>', 'read the files as this format (see casebook formats)')],
  examples: ['doctor export.jsonl', 'doctor traces/ --json', 'doctor export.jsonl --strict'],
  async run(cli, operands, { format }) {
    const paths = expandPaths(operands, cli.cwd);
    const engine = await cli.engine();
    const report = await engine.examineExports({ paths: [...paths], ...(format === undefined ? {} : { format }) }, cli.calling((progress) => cli.out.status.show(progressLine(progress))));
    print(report, cli);
    return exitCodeOf(report, cli.strict);
  },
});

function exitCodeOf({ files, cancelled }: ExamineReport, strict: boolean): ExitCode {
  if (cancelled || files.some((file) => file.error !== null && file.leftOut === undefined)) return exitCodes.errors;
  const answered = files.every(({ questions }) => answeredOf(questions) === questions.length);
  return strict && !answered ? exitCodes.errors : exitCodes.done;
}

function print(report: ExamineReport, cli: Cli): void {
  const { out } = cli;
  out.result(report);
  const read = report.files.filter(({ completeness }) => completeness !== null);
  for (const [index, file] of read.entries()) {
    if (index > 0) out.line();
    for (const line of headLines(file, cli)) out.line(line);
    for (const question of file.questions) out.line(questionLine(question, cli));
    for (const line of missingLines(file, cli)) out.line(line);
  }
  // Files of one making lack the same: what is said once is not said again.
  const advice = groupAdvice(read.map(({ path, advice: own }) => ({ name: nameFromHere(path, cli), advice: own })));
  if (advice.length > 0) for (const line of ['', ...adviceLines(advice, read.length, cli)]) out.line(line);
  for (const file of report.files) {
    if (file.error === null || file.completeness !== null) continue;
    if (file.leftOut === undefined) out.warn(printableLine(file.error));
    else out.line(printableLine(file.error));
  }
  if (read.length > 1) out.line(`\n${out.paint.bold(`${plural(read.length, 'file')}, ${formatCount(read.filter(({ questions }) => answeredOf(questions) === questions.length).length)} with all six questions answered`)}`);
  if (report.cancelled) out.warn('Cancelled. Nothing was kept.');
}

/** All of them are what an import is asked for. */
const mostWarnings = 3;

function headLines(file: ExaminedFile, cli: Cli): readonly string[] {
  const { paint } = cli.out;
  return [
    `${paint.bold(nameFromHere(file.path, cli))}${file.beside ? ` and ${plural(file.beside.length, 'more file')} of ${file.traces === 1 ? 'the same trace' : 'the same traces'}` : ''}: ${plural(file.traces, 'trace')}, ${plural(file.messages, 'message')}, ${plural(file.toolCalls, 'tool call')}`,
    `  ${paint.dim(printableLine(`read as ${file.formatTitle ?? file.format ?? 'unknown'}${file.why === null ? '' : `: ${file.why}`}`))}`,
    ...file.warnings.slice(0, mostWarnings).map(({ line, message }) => paint.yellow(`  ${line === null ? '' : `line ${line}: `}${printableLine(message)}`)),
    ...(file.warningCount > mostWarnings ? [paint.yellow(`  and ${plural(file.warningCount - mostWarnings, 'more warning')}`)] : []),
    '',
    `  ${paint.bold(scoreWords(file.questions))}`,
  ];
}

function questionLine(verdict: QuestionVerdict, { out: { paint } }: Cli): string {
  const { terminal, words } = answeredMark(verdict.answered);
  const color = { all: paint.green, some: paint.yellow, none: paint.red }[verdict.answered];
  return `  ${color(terminal)} ${verdict.question.padEnd(44)} ${verdict.answered === 'all' ? paint.dim(verdictWords(verdict)) : `${verdictWords(verdict)}  ${paint.dim(words)}`}`;
}

/** The scores that came with it, and what no question asks for by itself, but every page shows. */
function missingLines({ completeness, questions, scores }: ExaminedFile, { out: { paint } }: Cli): readonly string[] {
  const asked = new Set(questions.flatMap(({ parts }) => parts.map(({ field }) => field)));
  const others = completeness === null ? [] : missingFields(completeness).filter(({ field }) => !asked.has(field));
  const found = scores === undefined ? [] : ['', `  ${paint.bold('Scores found')}  ${printableLine(scoresFound(scores))}`];
  return others.length === 0 ? found : [...found, '', `  ${paint.bold('Also not recorded everywhere')}`, ...others.map(({ name, have, of, unit }) => `    ${name.padEnd(16)} ${formatCount(have)} of ${formatCount(of)} ${unit}`)];
}

function adviceLines(advice: readonly GroupedAdvice[], files: number, { out: { paint } }: Cli): readonly string[] {
  return [
    `  ${paint.bold('What to switch on')}`,
    ...advice.flatMap((each) => [
      '',
      `  ${paint.bold(each.title)}${paint.dim(aboutWords(each, files))}`,
      ...each.settings.flatMap(({ adds, set, words }, index) => [
        String(each.settings[index - 1]?.adds) === String(adds) ? '    or' : `    for ${fieldWords(adds)}`,
        ...printable(set).split('\n').map((line) => `      ${paint.green(line)}`),
        ...wrapped(printableLine(words)).map((line) => `      ${paint.dim(line)}`),
      ]),
      ...each.never.flatMap(({ fields, words }) => [
        `    no setting adds ${fieldWords(fields)}`,
        ...wrapped(words).map((line) => `      ${paint.dim(line)}`),
      ]),
    ]),
  ];
}

/** By what it was recognised, and in which of several files. */
function aboutWords({ because, files: names }: GroupedAdvice, files: number): string {
  const [first = '', ...others] = names;
  const which = names.length === files ? (files > 1 ? ['all files'] : []) : [others.length === 0 ? first : `${first} and ${plural(others.length, 'more file')}`];
  const about = [...because.slice(0, 1).map(printableLine), ...which];
  return about.length === 0 ? '' : `  ${about.join(', ')}`;
}

function wrapped(text: string, width = 92): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
