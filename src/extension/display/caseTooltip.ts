import { formatFullDate } from '../../core/display/time.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { CaseRow } from '../../core/model/caseRow.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import { caseStanding as standing } from './caseRow.ts';
import { plain } from './markdown.ts';
import { outcomeWords, type ClassName } from './traceRow.ts';

type Row = readonly [name: string, value: string];
const short = (text: string, most: number): string => plain(oneLine(text, most));

function lastWords({ last }: CaseRow): string {
  if (last === null) return 'Not run';
  const at = Date.parse(last.at);
  return [plain(`${last.sentence || `${last.passed} of ${last.trials} trials pass`}`), Number.isNaN(at) ? '' : plain(formatFullDate(at * 1000)), short(last.target, 40)].filter(Boolean).join(', ');
}

function proofWords({ needsProof, proven, undecided }: CaseRow): string {
  if (!needsProof) return 'n/a: it names no failure';
  return proven ? 'Proven: it fails on the run it came from' : `Not proven${undecided?.kind === 'unproven' ? `: ${plain(undecided.said)}` : ''}`;
}

/**
 * The tooltip of a case as markdown: what it asks, who labelled the run it came from, where that broke, what the case guards.
 * @param trace the run it was made from, where the index holds it
 */
export function caseTooltip(row: CaseRow, trace: TraceSummary | undefined, className: ClassName, links: readonly Row[]): string {
  const label = trace?.label;
  const guards = row.failureClass === null ? null : [className(row.failureClass), row.failureMode].filter((part) => part !== null).join(', ');
  const rows: (readonly [string, string | null])[] = row.broken ? [['File', plain(row.file)]] : [
    ['Query', row.query === '' ? 'Not recorded' : short(row.query, 300)],
    ['Last run', lastWords(row)],
    ['Proof', proofWords(row)],
    ['Guards', guards === null ? null : short(guards, 120)],
    ['Made from', row.traceId === null ? null : trace ? `${plain(row.traceId)}, ${short(outcomeWords(trace, className), 120)}` : `${plain(row.traceId)}, not in the index`],
    ['First wrong', label?.firstWrong ? `step ${label.firstWrong.step}` : null],
    ['Broke at', trace?.firstError ? `step ${trace.firstError.step}, ${short(trace.firstError.name, 60)}` : null],
    ['Note', label?.note ? short(label.note, 200) : null],
    ['Set aside', row.quarantine === null ? null : short(row.quarantine, 200)],
    ['Tags', row.tags.length === 0 ? null : short(row.tags.join(', '), 200)],
    ['Owner', row.owner === null ? null : short(row.owner, 80)],
    ['File', plain(`${row.file}:${row.line + 1}`)],
  ];
  return [
    `**${short(row.id, 100)}**`,
    plain(standing(row)),
    ['| | |', '|:--|:--|', ...rows.flatMap(([name, value]) => (value === null ? [] : [`| ${name} | ${value} |`]))].join('\n'),
    links.map(([title, target]) => `[${title}](${target})`).join(' · '),
  ].filter(Boolean).join('\n\n');
}
