import { cutInWords } from './contextCut.ts';
import { answerStepOf, foundNowhere } from './foundNowhere.ts';
import type { Insights } from '../model/insights.ts';
import type { TraceSummary, TrajectoryStep } from '../model/trajectory.ts';
import { noToolCalled, noToolsOffered } from './answers.ts';
import { formatCount, formatTokens, plural } from './numbers.ts';
import { feedbackWords } from './outcome.ts';
import type { Mark } from './outcome.ts';
import { formatDay, formatDuration, formatTimeOfDay } from './time.ts';
import { oneLine, plainPreview, quoted } from './truncate.ts';

/** The six questions a trace must answer before anyone may judge it, each answered in one glance, or honestly not. */
export type Question = {
  readonly name: string;
  /** Null: the trace lacks it. */
  readonly answer: string | null;
  readonly mark?: Mark;
  /** A part of the answer that the trace lacks, named. */
  readonly missing?: string;
  /** The line below: what matters about the answer, or why there is none. */
  readonly more: string | null;
  /** That line is something to look at. */
  readonly warning?: boolean;
  /** The step that shows it, and where in its details. Null: no step does. */
  readonly step: number | null;
  readonly tab: 'thread' | 'call' | 'prompt' | 'documents' | 'raw';
  readonly whole: string | null;
};

const long = 160;
const mostCharactersOfToken = 20;

/** @param insights null while they are not known, or where only the summary is */
export function questionsOf(summary: TraceSummary, steps: readonly TrajectoryStep[], insights: Insights | null): readonly Question[] {
  const firstOf = (kind: TrajectoryStep['kind']) => steps.find((step) => step.kind === kind)?.n ?? null;
  return [
    {
      name: 'Query', answer: summary.query === null ? null : quoted(plainPreview(summary.query), long),
      more: summary.query === null ? 'No user message in this trace' : plural(summary.userTurns, 'user turn'), step: firstOf('agent') ?? steps[0]?.n ?? null, tab: 'thread', whole: summary.query,
    },
    { name: 'Tools considered', ...toolsConsidered(summary), step: firstOf('llm'), tab: 'call' },
    { name: 'Tool picked, and why', ...toolPicked(summary, steps), step: firstOf('tool') ?? firstOf('retrieval') ?? firstOf('llm'), tab: 'call' },
    { name: 'Context', ...context(summary, steps, insights) },
    { name: 'Response', ...response(summary, steps, insights), tab: 'thread', whole: summary.answer },
    { name: 'Accepted, edited, rejected', ...reaction(summary), step: null, tab: 'thread' },
  ];
}

type Answer = Pick<Question, 'answer' | 'more' | 'whole' | 'mark' | 'missing' | 'warning'>;

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown}, ${formatCount(names.length - most)} more` : shown;
}

function toolsConsidered(summary: TraceSummary): Answer {
  const { toolsOffered, toolsCalled } = summary;
  const called = toolsCalled.length === 0 ? 'None called' : `${formatCount(toolsCalled.length)} called`;
  if (toolsOffered === null) {
    if (toolsCalled.length === 0) return { answer: null, more: 'This export does not list offered tools', whole: null };
    return { answer: called, missing: 'Offered', more: listed(toolsCalled, 3), whole: `Called: ${toolsCalled.join(', ')}\nThis export does not list offered tools` };
  }
  if (toolsOffered.length === 0) return { answer: noToolsOffered, more: toolsCalled.length === 0 ? 'The list that was sent is empty' : `Called all the same: ${listed(toolsCalled, 2)}`, whole: null };
  const left = toolsOffered.filter((name) => !toolsCalled.includes(name));
  const among = toolsCalled.filter((name) => toolsOffered.includes(name)).length;
  const strange = toolsCalled.filter((name) => !toolsOffered.includes(name));
  return {
    answer: `${among === 0 ? 'None' : formatCount(among)} called of ${formatCount(toolsOffered.length)} offered`,
    ...(strange.length > 0 ? { more: `Not offered: ${listed(strange, 2)}`, warning: true } : { more: left.length === 0 ? 'All of them called' : `Not called: ${listed(left, 1)}` }),
    whole: [`Called: ${toolsCalled.join(', ') || 'none'}`, `Not called: ${left.join(', ') || 'none'}`, ...(strange.length > 0 ? [`Called but not offered: ${strange.join(', ')}`] : [])].join('\n'),
  };
}

function toolPicked(summary: TraceSummary, steps: readonly TrajectoryStep[]): Answer {
  const { toolsCalled, callsKnown, why, whyTool } = summary;
  if (toolsCalled.length === 0) {
    if (!callsKnown) return { answer: null, more: 'Nothing here tells of tool calls', whole: null };
    return { answer: noToolCalled, more: why === null ? 'No reasoning in this trace' : quoted(why, long), whole: why };
  }
  const counts = new Map<string, number>(toolsCalled.map((name) => [name, 0]));
  for (const { name } of steps) if (counts.has(name)) counts.set(name, counts.get(name)! + 1);
  // The one picked first stays first: the reason beside it is its own.
  const counted = toolsCalled.map((name) => (counts.get(name)! > 1 ? `${name} ${formatCount(counts.get(name)!)}` : name));
  return {
    answer: why === null ? counted[0]! : counted.join(', '), ...(why === null ? { missing: 'Why' } : {}),
    more: why !== null ? `${whyTool === undefined ? '' : `${oneLine(whyTool, 60)}: `}${quoted(plainPreview(why), long)}` : counted.length > 1 ? `Then ${listed(counted.slice(1), 2)}` : 'No reasoning or text before the call',
    whole: [counted.join(', '), why ?? 'No reasoning or text before the first call'].join('\n'),
  };
}

function context(summary: TraceSummary, steps: readonly TrajectoryStep[], insights: Insights | null): Answer & Pick<Question, 'step' | 'tab'> {
  const { documents, promptTokens } = summary;
  const calls = insights?.context ?? [];
  const fullest = calls.reduce<(typeof calls)[number] | null>((most, call) => (call.promptTokens === null || (most?.promptTokens ?? -1) >= call.promptTokens ? most : call), null);
  const tokens = fullest?.promptTokens ?? promptTokens;
  const window = fullest?.window ?? null;
  const retrieval = steps.find((step) => step.kind === 'retrieval')?.n ?? null;
  const model = fullest?.step ?? steps.find((step) => step.kind === 'llm')?.n ?? null;
  const place = { step: retrieval ?? model, tab: retrieval === null ? 'call' : 'documents' } as const;
  if (documents === null && tokens === null) return { answer: null, more: 'Neither documents nor prompt tokens', whole: null, ...place };

  const isFull = tokens !== null && window !== null && tokens >= window / 2;
  const ofWindow = tokens === null ? null : window === null ? `${formatTokens(tokens)} tokens` : `Up to ${formatTokens(tokens)} of ${formatTokens(window)} tokens`;
  const found = documents === null ? null : documents === 0 ? 'No documents' : plural(documents, 'document');
  const whole = [ofWindow, found, insights === null || insights.windowsFrom === null ? null : `Window by ${insights.windowsFrom}`].filter((text) => text !== null).join('\n');
  const warned = contextWarning(insights);
  const answer = isFull || found === null ? ofWindow : tokens === null ? found : `${found}, ${formatTokens(tokens)} tokens`;
  const more = warned?.words ?? (documents === null ? null : answer === ofWindow ? found : window === null ? null : `${formatTokens(window)} tokens in the window`);
  return {
    answer, more, whole, ...(tokens === null ? { missing: 'Tokens' } : documents === null && !warned ? { missing: 'Documents' } : {}),
    ...(warned ? { warning: true, step: warned.step, tab: warned.tab } : isFull ? { step: model, tab: 'call' as const } : place),
  };
}

/** What a reader must know of what the model was given: that some of it was cut, or is old. */
function contextWarning(insights: Insights | null): { readonly words: string; readonly step: number; readonly tab: Question['tab'] } | null {
  const cuts = (insights?.context ?? []).filter(({ cut }) => cut !== null);
  const [cut] = cuts;
  if (cut) {
    const same = cuts.filter((each) => each.cut === cut.cut);
    const at = same.length === cuts.length ? stepWords(cuts.map(({ step }) => step)) : `step ${cut.step}`;
    return { words: `${cutInWords(cut.cut!, at)}${same.length === cuts.length ? '' : `, ${formatCount(cuts.length - 1)} more`}`, step: cut.step, tab: 'prompt' };
  }
  const stale = (insights?.documents ?? []).filter((each) => each.stale === true);
  const oldest = stale.toSorted((a, b) => (b.ageDays ?? 0) - (a.ageDays ?? 0))[0];
  if (!oldest) return null;
  const named = oldest.id === null ? 'A document' : oneLine(oldest.id, 40);
  return { words: oldest.ageDays === null ? `${named} is stale` : `${named} is ${plural(oldest.ageDays, 'day')} old`, step: oldest.step, tab: 'documents' };
}

function stepWords(steps: readonly number[]): string {
  const names = steps.slice(0, 3).map(formatCount).join(', ');
  return `${steps.length === 1 ? 'step' : 'steps'} ${names}${steps.length > 3 ? ` and ${formatCount(steps.length - 3)} more` : ''}`;
}

function response(summary: TraceSummary, steps: readonly TrajectoryStep[], insights: Insights | null): Pick<Question, 'answer' | 'more' | 'warning' | 'step'> {
  const { answer, answerStep } = summary;
  const step = answerStepOf(summary, steps);
  if (answer === null) return { answer: null, more: 'No answer in this trace', step };
  const texts = foundNowhere(insights?.said ?? [], step);
  const isBeginning = summary.textsCut === true && answer.endsWith('…');
  const speaker = steps.find(({ n }) => n === answerStep);
  const tokens = speaker?.kind === 'llm' ? speaker.outputTokens : null;
  // Some logs keep the count of when the message began: so few tokens cannot hold what was said.
  const written = tokens !== null && answer.length <= tokens * mostCharactersOfToken ? `${formatTokens(tokens)} tokens written` : `${isBeginning ? 'More than ' : ''}${plural(answer.length - (isBeginning ? 1 : 0), 'character')}`;
  return { answer: quoted(plainPreview(answer), long), more: texts.size > 0 ? `${plural(texts.size, 'value')} found nowhere` : written, ...(texts.size > 0 ? { warning: true } : {}), step };
}

function reaction(summary: TraceSummary): Answer {
  const { feedback, facts, feedbackSaid = {} } = summary;
  const at = feedbackSaid.at === undefined ? Number.NaN : Date.parse(feedbackSaid.at);
  const more = [
    feedbackSaid.note === undefined || feedbackSaid.note.trim() === '' ? null : quoted(plainPreview(feedbackSaid.note), long),
    Number.isNaN(at) ? null : `${formatDay(at * 1000)}, ${formatTimeOfDay(at * 1000)}`,
    facts.editMinutes === undefined ? null : `${formatDuration(facts.editMinutes * 60_000)} of editing`,
    facts.finalText === undefined ? null : `Sent: ${quoted(facts.finalText, long)}`,
    facts.outcome === undefined ? null : { used: 'Used', ignored: 'Ignored', workaround: 'Worked around' }[facts.outcome],
  ].filter((text) => text !== null);
  const whole = [feedbackSaid.by === undefined ? null : `By ${feedbackSaid.by}`, feedbackSaid.note, facts.finalText].filter((text) => text !== null && text !== undefined).join('\n') || null;
  if (feedback === null) return { answer: null, more: more[0] ?? 'No feedback in this export', whole };
  const mark = ({ accepted: 'pass', edited: 'warning', rejected: 'rejected' } as const)[feedback];
  return { answer: feedbackWords[feedback], mark, more: more.length === 0 ? 'No note with it' : oneLine(more.join(' · '), long), whole };
}
