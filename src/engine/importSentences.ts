import { basename } from 'node:path';
import type { Format, Sample } from '../core/formats/format.ts';
import type { Mappable } from '../core/formats/mapped/mappable.ts';
import { rowsOfSample, tellsOfRuns } from '../core/formats/mapped/mappable.ts';
import { isLangfuseCsv } from '../core/formats/langfuse/csv.ts';
import { formats } from '../core/formats/registry.ts';
import type { ColumnMap } from '../core/model/columnMap.ts';
import { isJsonMap } from '../core/model/json.ts';
import { nearest } from '../core/support/nearest.ts';
import type { Problem } from './source.ts';

/** Why a file was not read, each with the next thing to try. They stand in the import report. */

export const emptyFile = (path: string) => `${basename(path)} is empty. Check that the export finished, then import it again.`;

export const missingFile = (path: string) => `There is no file ${path}. Check the path.`;

export const brokenLink = (path: string) => `${path} is a link to a file that is not there. Import the file that it should lead to.`;

export const circularLink = (path: string) => `${path} is a link that leads back to itself. Import the file that it should lead to.`;

export const unreadableFile = (path: string) => `You may not read ${path}. Change its permissions and import it again.`;

export const notAFile = (path: string) => `${path} is neither a file nor a folder. Write the export to a file and import that.`;

export const nothingIn = (path: string) => `No trace export was found in ${path}. \`casebook formats\` lists what Casebook reads.`;

export const nothingRead = (path: string, { title }: Format, warned: boolean) =>
  warned
    ? `${basename(path)} holds no trace: none of its records could be read. The warnings say why.`
    : `${basename(path)} holds no trace: it was read as ${title}, and there is nothing in it. Check that the export finished, then import it again.`;

export const notUnpacked = (path: string, trouble: string) => `${basename(path)} could not be unpacked: ${trouble}. Get it again, then import it again.`;

export const stillWritten = (line: number) => `Line ${line} is still being written, or was cut off: the file ends before it is complete. It was left out, and the rest was kept. Import the file again when it has grown; only what came since is read then.`;

/** @param head the first bytes of the file */
export function unknownKind(path: string, head: Buffer, sample: Sample, problem: Problem | undefined): string {
  const [first] = sample.records;
  if (first === undefined && /^\s*$/.test(head.toString())) return emptyFile(path);
  if (first === undefined && problem?.lost === 'unfinished') return `${basename(path)} was not read. ${problem.message} Let the export finish, then import it again.`;
  if (isLangfuseCsv(head.toString())) return `${basename(path)} is a table of Langfuse as CSV without the columns that tell its rows apart: type and startTime of observations, timestamp of traces. Export it again with all columns, or as JSON.`;
  const found = head.includes(0) || (first === undefined && !isText(head)) ? 'it is not text' : first === undefined ? withoutRecords(head, problem) : describe(first.value);
  return `${basename(path)} is not a trace export that Casebook reads: ${lowerFirst(found).replace(/\.$/, '')}. \`casebook formats\` lists what it reads.`;
}

function withoutRecords(head: Buffer, problem: Problem | undefined): string {
  return problem?.message ?? (/^\s*\[[\s,]*\]\s*$/.test(head.toString()) ? 'it holds an empty list' : 'it holds no JSON');
}

export function noSuchFormat(id: string): { readonly message: string; readonly hint: string } {
  const ids = formats.map((each) => each.id);
  const asked = spelling(id);
  const akin = asked.length < 3 ? [] : formats.filter(({ id: own, title, alsoCalled = [] }) => [own, title, ...alsoCalled].some((name) => spelling(name).includes(asked))).map((each) => each.id);
  const near = nearest(id, ids);
  const close = akin.length > 0 && akin.length <= mostMeant ? akin : near === undefined ? [] : [near];
  return { message: `There is no format ${id}.${close.length === 0 ? '' : ` Did you mean ${inOr(close)}?`}`, hint: close.length === 0 ? `The formats are ${ids.join(', ')}.` : '`casebook formats` lists them all.' };
}

const mostMeant = 5;

const spelling = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const inOr = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`);

export const doesNotFit = (path: string, format: string, sample: Sample) =>
  `${basename(path)} does not look like ${format}: ${sample.records[0] === undefined ? 'it holds no JSON' : describe(sample.records[0].value)}. Import it without --format to let Casebook find out.`;

function describe(value: unknown): string {
  if (Array.isArray(value)) return `its first record is ${value.length === 0 ? 'an empty list' : `a list of ${value.length}`}`;
  if (value === null) return 'its first record is null';
  if (!isJsonMap(value)) return `its first record is the ${typeof value} ${JSON.stringify(value)?.slice(0, 40) ?? ''}`.trim();
  const keys = Object.keys(value);
  if (keys.length === 0) return 'its first record is an empty object';
  return `its first record has the keys ${keys.slice(0, 6).join(', ')}${keys.length > 6 ? ` and ${keys.length - 6} more` : ''}`;
}

function isText(head: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A file that is no trace by itself, and what to do where a person can say what is what. @param kind as an end of "<file> is …" */
export function noTrace(path: string, kind: string, mappable: Mappable | undefined): string {
  const sentence = `${basename(path)} is ${kind}${kind.endsWith('.') ? '' : '.'}`;
  return mappable ? `${sentence} ${mapIt(basename(path), mappable)}` : sentence;
}

const mostColumnsShown = 30;

/** The command as it is typed beside the file; `inEditorWords` says the same of the editor. */
function mapIt(name: string, { guess }: Mappable): string {
  const file = /^[\w./-]+$/.test(name) ? name : `"${name.replaceAll('"', '\\"')}"`;
  return `Say which column is what: \`casebook import ${file} --map ${tellsOfRuns(guess) ? 'auto' : 'map.yaml'}\`.`;
}

export const noMappedColumns = (path: string, map: ColumnMap, sample: Sample) => {
  const [first] = rowsOfSample(sample);
  const has = first === undefined ? 'It holds no rows' : `Its rows have ${inWords(Object.keys(first))}`;
  return `None of the mapped columns (${Object.values(map).join(', ')}) is in ${basename(path)}. ${has}. \`casebook import\` without --map shows them all.`;
};

/** @param columns the ones that are there @param rows how many were looked at */
export function noSuchColumns(path: string, absent: readonly string[], columns: readonly string[], rows: number): string {
  const named = absent.map((column) => {
    const meant = nearest(column, columns);
    return meant === undefined ? column : `${column} (did you mean ${meant}?)`;
  });
  const where = rows === 1 ? 'the one row' : `the first ${rows} rows`;
  const shown = columns.length > mostColumnsShown ? `${columns.slice(0, mostColumnsShown).join(', ')} and ${columns.length - mostColumnsShown} more` : columns.join(', ');
  return `${basename(path)} was not read: the map names ${named.length === 1 ? 'the column' : 'the columns'} ${named.join(', ')}, which ${where} of it ${rows === 1 ? 'has' : 'have'} not. There ${columns.length === 1 ? 'is' : 'are'} ${shown}. Correct the map, or take that out of it.`;
}

function inWords(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ') || 'no columns';
}

/** @param count how many files of one kind a folder held, the first of which is at `path` */
export function noTraces(path: string, kind: string, count: number): string {
  return count === 1 ? `${basename(path)} is ${kind}${kind.endsWith('.') ? '' : '.'}` : `${count} files such as ${basename(path)} were left out; each is ${kind}${kind.endsWith('.') ? '' : '.'}`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
