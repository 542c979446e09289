import { formatCount, plural } from '../../core/display/numbers.ts';
import { printable, printableLine } from '../../core/display/terminal.ts';
import { formatDate } from '../../core/display/time.ts';
import { oneLine, truncate } from '../../core/display/truncate.ts';
import { mostOfTrace } from '../../core/find/excerpt.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { TextHit, TextHits } from '../../protocol/traceApi.ts';
import type { Cli } from '../cli.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { sayNothingHere } from '../nothingHere.ts';
import { readCount, readTime } from '../optionValues.ts';
import type { Output } from '../output.ts';

type FindOptions = { readonly limit: number; readonly since?: string; readonly until?: string };

const defaultLimit = 20;
/** Of an excerpt on one line, behind the match's own beginning. */
const mostBehind = 72;

export const findCommand = defineCommand<FindOptions>({
  name: 'find',
  summary: 'Sentences in which words stand, with the step that says each',
  details: 'Looks in messages, tool calls, results, documents and reasons of failures of all traces, newest first, and shows up to three places of each, under its date and question. The words must all stand in one text; the last one may go on. Words in "quotation marks" stand together. casebook list --text lists the traces instead, those whose labels say it in a note among them.',
  operands: [['<words...>', 'words to find']],
  options: [
    option('--since <time>', 'in traces from this date or time on, or from this long ago, such as 7d').argParser((text) => readTime(text, false)),
    option('--until <time>', 'in traces up to this date or time').argParser((text) => readTime(text, true)),
    option('--limit <n>', 'at most so many places').argParser(readCount).default(defaultLimit),
  ],
  examples: ['find refund', 'find order 12345', 'find \'"out of stock"\' --since 7d', 'find refund --json'],
  async run(cli, words, options) {
    const engine = await cli.imported();
    const found = await engine.searchTexts({ ...options, text: words.join(' ') }, cli.calling());
    if (found.warning) cli.out.note(found.warning);
    if (found.hits.length > 0) printHits(found, cli.out);
    else await sayNone(engine, cli, words.join(' '), options);
    return exitCodes.done;
  },
});

async function sayNone(engine: EngineApi, cli: Cli, words: string, { since, until }: FindOptions): Promise<void> {
  if (await sayNothingHere(engine, cli)) return;
  const { total } = await engine.listTraces({ limit: 1 }, cli.calling());
  const inTime = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  cli.out.note(`${total === 1 ? 'The one trace here has no text' : `None of ${plural(total, 'trace')} has a text`} with ${asTyped(words)}${Object.keys(inTime).length === 0 ? '' : ' in that time'}.`);
  // What people wrote of a trace is no text of its own.
  const { total: written } = await engine.listTraces({ ...inTime, text: words, limit: 1 }, cli.calling());
  if (written > 0) cli.out.note(`Labels say it of ${plural(written, 'trace')}: casebook list --text ${asTyped(words)} lists ${written === 1 ? 'it' : 'them'}.`);
}

function printHits({ hits, traces }: TextHits, out: Output): void {
  const digits = Math.max(...hits.map(({ step }) => String(step).length));
  let above: string | undefined;
  for (const hit of hits) {
    const { trace, ...place } = hit;
    if (trace.id !== above) out.line(titleLine(trace, out));
    above = trace.id;
    out.result({ trace: trace.id, nativeId: trace.nativeId, startUs: trace.startUs, ...place });
    out.line(`  ${out.paint.dim(`step ${String(hit.step).padStart(digits)}`)}  ${marked(hit, out)}`);
  }
  const shown = new Set(hits.map(({ trace }) => trace.id)).size;
  const counts = `${plural(hits.length, 'place')} shown, at most ${mostOfTrace} of a trace, in ${shown < traces ? `${formatCount(shown)} of ${plural(traces, 'trace')}; --limit shows more` : plural(traces, 'trace')}`;
  out.line(out.paint.dim(`${counts}. casebook show TRACE --step N shows the step.`));
}

function titleLine({ id, startUs, query, name }: TraceSummary, { paint }: Output): string {
  const title = query ?? name;
  return [id, paint.dim(startUs === null ? 'time not recorded' : formatDate(startUs, { locale: 'en-GB' })), title === null ? paint.dim('no query recorded') : printable(oneLine(title, 80))].join('  ');
}

function asTyped(words: string): string {
  const shown = printableLine(words);
  return shown.includes('"') ? shown : `"${shown}"`;
}

function marked({ excerpt, from, to }: TextHit, { paint }: Output): string {
  const behind = truncate(excerpt.slice(to), mostBehind);
  return `${printableLine(excerpt.slice(0, from))}${paint.bold(printableLine(excerpt.slice(from, to)))}${printableLine(behind.text.trimEnd())}${behind.cut ? '…' : ''}`;
}
