import type { Option } from 'commander';
import { formatCount, plural } from '../core/display/numbers.ts';
import { printable } from '../core/display/terminal.ts';
import { UserError } from '../core/support/errors.ts';
import { nearest } from '../core/support/nearest.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { SignalProgress, TraceQuery } from '../protocol/traceApi.ts';
import type { Cli } from './cli.ts';
import { option } from './command.ts';
import { readDuration, readTime } from './optionValues.ts';

/** Which traces a command is about, as options. */
export type TraceFilters = Omit<TraceQuery, 'minLatencyMs' | 'limit' | 'offset' | 'sort' | 'file' | 'inFile' | 'reader'> & { readonly minLatency?: number };

export const traceFilterOptions = (): readonly Option[] => [
  option('--failure <class>', 'labelled with this failure class or mode'),
  option('--tool <name>', 'in which this tool was called'),
  option('--model <name>', 'answered by this model'),
  option('--user <id>', 'of this user'),
  option('--role <role>', 'of users in this role'),
  option('--use-case <name>', 'of this use case'),
  option('--session <id>', 'of this conversation'),
  option('--tag <tag>', 'with this tag'),
  option('--signal <name>', 'that show this signal by themselves, such as retryStorm'),
  option('--min-latency <time>', 'that took at least this long, such as 2s').argParser(readDuration),
  option('--since <time>', 'from this date or time on, or from this long ago, such as 7d').argParser((text) => readTime(text, false)),
  option('--until <time>', 'up to this date or time').argParser((text) => readTime(text, true)),
  option('--failing', 'that are failing'),
  option('--unlabelled', 'that nobody has labelled'),
  option('--text <words>', 'in whose messages, calls or documents these words stand'),
];

const narrowing = ['failure', 'tool', 'model', 'user', 'role', 'useCase', 'session', 'tag', 'signal', 'minLatency', 'since', 'until', 'failing', 'unlabelled', 'text'] as const satisfies readonly (keyof TraceFilters)[];

/** The query of these filters alone, whatever other options stand beside them. */
export function traceQueryOf(options: TraceFilters): TraceQuery {
  const { minLatency, ...rest } = Object.fromEntries(narrowing.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))) as TraceFilters;
  return { ...rest, ...(minLatency === undefined ? {} : { minLatencyMs: minLatency }) };
}

/** The filters as they are typed: "--failing --tool getOrder". */
export function filterWords(options: TraceFilters): string {
  return narrowing.flatMap((name) => {
    const value = options[name];
    if (value === undefined || value === null || value === false) return [];
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === true) return [flag];
    const text = name === 'minLatency' ? `${value}ms` : String(value);
    return [`${flag} ${/^[\w.:@/-]+$/.test(text) ? text : JSON.stringify(printable(text))}`];
  }).join(' ');
}

/** While traces are looked at for signals. */
export const signalLine = ({ looked, of }: SignalProgress): string => `Looking for signals: ${formatCount(looked)} of ${plural(of, 'trace')}`;

/** A class that nobody knows and no label has is a slip of the hand. */
export async function checkClass(engine: EngineApi, cli: Cli, failure: string): Promise<void> {
  const classes = await engine.failureClasses({}, cli.calling());
  const known = classes.flatMap(({ id, modes = [] }) => [id, ...modes.map((mode) => mode.id)]);
  if (known.includes(failure) || (await engine.listTraces({ failure, limit: 1 }, cli.calling())).total > 0) return;
  const meant = nearest(failure, known);
  throw new UserError('unknown-class', `There is no failure class or mode ${failure}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`, `The classes are ${classes.map(({ id }) => id).join(', ')}.`);
}
