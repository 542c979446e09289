import { contextParts, noToolCalled, noToolsOffered } from '../../core/display/answers.ts';
import { costInWords, formatTokens, plural } from '../../core/display/numbers.ts';
import { feedbackWords } from '../../core/display/outcome.ts';
import { formatDuration, formatFullDate } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import { plain } from './markdown.ts';
import { outcomeWords, signalTitles, tokensOf, traceTitle, type ClassName } from './traceRow.ts';

type Row = readonly [name: string, value: string];
const notRecorded = 'Not recorded';

const short = (text: string, most: number): string => plain(oneLine(text, most));

function names(all: readonly string[], most: number): string {
  const shown = all.slice(0, most).map((name) => short(name, 60)).join(', ');
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}

function query({ query: text, userTurns }: TraceSummary): string {
  if (!text) return notRecorded;
  return userTurns > 1 ? `${short(text, 300)} (${plural(userTurns, 'user turn')} in all)` : short(text, 300);
}

function toolsConsidered({ toolsOffered }: TraceSummary): string {
  if (toolsOffered === null) return notRecorded;
  return toolsOffered.length === 0 ? noToolsOffered : names(toolsOffered, 12);
}

function toolPicked({ toolsCalled, callsKnown, why, whyTool }: TraceSummary): string {
  if (toolsCalled.length === 0 && !callsKnown) return notRecorded;
  if (toolsCalled.length === 0) return why ? `${noToolCalled}: ${short(why, 200)}` : noToolCalled;
  return `${names(toolsCalled, 6)}. Why${whyTool === undefined ? '' : ` ${short(whyTool, 60)}`}: ${why ? short(why, 200) : 'not recorded'}`;
}

function context(summary: TraceSummary): string {
  const { documents, tokens } = contextParts(summary);
  const parts = [documents, tokens].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : notRecorded;
}

/** S0's six questions, each answered or said to be not recorded. Values are markdown. */
export function sixAnswers(summary: TraceSummary): readonly Row[] {
  return [
    ['Query', query(summary)],
    ['Tools considered', toolsConsidered(summary)],
    ['Tool picked', toolPicked(summary)],
    ['Context', context(summary)],
    ['Response', summary.answer ? short(summary.answer, 300) : notRecorded],
    ['User', summary.feedback ? feedbackWords[summary.feedback] : notRecorded],
  ];
}

/** Where nothing was looked for yet, nothing is said. */
function signals(summary: TraceSummary): string | null {
  const titles = signalTitles(summary);
  if (titles === undefined) return null;
  return titles.length === 0 ? 'None' : `${titles.length}: ${plain(titles.join(', '))}`;
}

function figures(summary: TraceSummary): readonly Row[] {
  const tokens = tokensOf(summary);
  const { startUs, latencyMs, costUsd, firstError, label } = summary;
  const run = [...new Set([summary.app, summary.agent, ...summary.models])].filter((part) => part !== null);
  const cost = costUsd === null ? null : costInWords(costUsd, summary.costSource, summary.price);
  const tokensAndCost = [tokens === null ? null : formatTokens(tokens), cost].filter((part) => part !== null);
  const rows: (readonly [string, string | null])[] = [
    ['Run', run.length > 0 ? names(run, 5) : null],
    ['When', startUs === null ? null : [formatFullDate(startUs), latencyMs === null ? null : formatDuration(latencyMs)].filter(Boolean).join(', ')],
    ['Steps', `${summary.steps}, of these ${plural(summary.toolCalls, 'tool call')}, ${summary.failedCalls} failed`],
    ['Tokens, cost', tokensAndCost.length > 0 ? plain(tokensAndCost.join(', ')) : null],
    ['First error', firstError && `step ${firstError.step}, ${short(`${firstError.name}: ${firstError.message ?? 'no message'}`, 160)}`],
    ['Signals', signals(summary)],
    ['First wrong', label?.firstWrong ? `step ${label.firstWrong.step}` : null],
    ['Note', label?.note ? short(label.note, 200) : null],
    ['Guarded by', summary.cases.length > 0 ? names(summary.cases, 4) : null],
    ['File', [short(summary.file, 120), plain(summary.formatTitle ?? '')].filter(Boolean).join(', ')],
  ];
  return rows.filter((row): row is Row => row[1] !== null);
}

function table(rows: readonly Row[]): string {
  return ['| | |', '|:--|:--|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

/** The tooltip of a trace as markdown. Everything from the trace is escaped; `links` (title, target) are ours and come last. */
export function traceTooltip(summary: TraceSummary, className: ClassName, links: readonly Row[]): string {
  return [
    `**${plain(traceTitle(summary))}**`,
    plain(outcomeWords(summary, className)),
    table([...sixAnswers(summary), ...figures(summary)]),
    links.map(([title, target]) => `[${title}](${target})`).join(' · '),
  ].filter(Boolean).join('\n\n');
}
