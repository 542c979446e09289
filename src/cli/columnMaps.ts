import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseTree, toJson } from '../core/cases/tree.ts';
import { inPlace } from '../core/cases/yamlPrint.ts';
import type { Paint } from '../core/display/terminal.ts';
import { printable, printableLine, textWidth } from '../core/display/terminal.ts';
import { truncate } from '../core/display/truncate.ts';
import { fieldMeant } from '../core/formats/mapped/guess.ts';
import type { Mappable } from '../core/formats/mapped/mappable.ts';
import { tellsOfRuns } from '../core/formats/mapped/mappable.ts';
import { ColumnMap, mappedFields } from '../core/model/columnMap.ts';
import { isJsonMap } from '../core/model/json.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import { positionAt } from '../core/support/positions.ts';

/** A column map from a file of YAML or JSON. Throws a UserError that says what is wrong with it. */
export function readMapFile(name: string, cwd: string): ColumnMap {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, name), 'utf8');
  } catch (error) {
    throw new UserError('cannot-read', `The column map ${name} cannot be read: ${messageOf(error)}`, 'Write one there, or use --map auto.');
  }
  const [document] = parseTree(text);
  const [problem] = document?.problems ?? [];
  const value = document?.root && toJson(document.root);
  if (problem || !isJsonMap(value)) throw new UserError('bad-map', `${name} is no column map: ${problem ? `line ${positionAt(text, problem.range.start).line}: ${problem.message}` : 'it is not a list of lines such as query: ask.'}`, `The names on the left are ${mappedFields.join(', ')}.`);
  const unknown = Object.keys(value).find((key) => !mappedFields.some((field) => field === key));
  if (unknown !== undefined) {
    const meant = fieldMeant(unknown);
    throw new UserError('bad-map', `${name} maps ${unknown}, which Casebook has not.${meant === undefined ? '' : ` Did you mean ${meant}?`}`, `The names on the left are ${mappedFields.join(', ')}.`);
  }
  const { data, error } = ColumnMap.safeParse(value);
  if (!data) throw new UserError('bad-map', `${name}: ${error.issues[0]?.path.join('.') ?? 'the map'} is not the name of a column.`, 'Write the column as a text on the right.');
  if (Object.keys(data).length === 0) throw new UserError('bad-map', `${name} maps nothing.`, 'Map query and answer at least, or messages.');
  return data;
}

/** As it stands in a file of its own. */
export function yamlLines(map: ColumnMap): readonly string[] {
  return printable(inPlace(map, '', { form: 'block', eol: '\n' })).split('\n');
}

const widest = 28;
const exampleWidth = 60;

/** What rows that nothing knows hold, what that most likely is, and the command that reads them. */
export function mappableLines({ rows, columns, guess }: Mappable, name: string, paint: Paint): readonly string[] {
  const width = Math.min(widest, Math.max(...columns.map((column) => textWidth(printableLine(column.name)))));
  const pad = (text: string) => text + ' '.repeat(Math.max(0, width - textWidth(text)));
  const column = ({ name: of, filled, examples }: Mappable['columns'][number]) =>
    `    ${pad(printableLine(of))}  ${String(filled).padStart(String(rows).length)} of ${rows}  ${paint.dim(printableLine(truncate(examples[0] ?? '', exampleWidth).text))}`.trimEnd();
  const file = /^[\w./-]+$/.test(name) ? name : JSON.stringify(name);
  const guessed = tellsOfRuns(guess);
  return [
    '  Its columns, by the first rows:',
    ...columns.map(column),
    ...(Object.keys(guess).length === 0 ? [] : [guessed ? '  What they most likely are:' : '  What some of them most likely are:', ...yamlLines(guess).map((line) => `    ${line}`)]),
    ...(guessed ? [`  casebook import ${file} --map auto      ${paint.dim('takes that')}`] : []),
    `  casebook import ${file} --map map.yaml  ${paint.dim(guessed ? 'takes what you saved and changed' : 'takes lines such as query: … and answer: …')}`,
  ];
}
