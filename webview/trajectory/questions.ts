import { contextParts, noToolCalled, noToolsOffered } from '../../src/core/display/answers.ts';
import { formatCount, formatTokens, plural } from '../../src/core/display/numbers.ts';
import { feedbackWords } from '../../src/core/display/outcome.ts';
import type { Mark } from '../../src/core/display/outcome.ts';
import { formatDuration } from '../../src/core/display/time.ts';
import type { Tab } from './viewState.ts';
import { oneLine, plainPreview, quoted } from '../../src/core/display/truncate.ts';
import type { TraceSummary, TrajectoryStep } from '../../src/core/model/trajectory.ts';

/** The six questions a trace must answer before anyone may judge it, answered from the summary, or honestly not. */
export type Question = {
  readonly name: string;
  /** Null: the trace lacks it. */
  readonly answer: string | null;
  readonly mark?: Mark;
  /** A part of the answer that the trace lacks, named. */
  readonly missing?: string;
  readonly more: string | null;
  /** The step that shows it, and where in its details. */
  readonly step: number | null;
  readonly tab: Tab;
  readonly whole: string | null;
};

const long = 160;

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown}, ${formatCount(names.length - most)} more` : shown;
}

export function questionsOf(summary: TraceSummary, steps: readonly TrajectoryStep[]): readonly Question[] {
  const firstOf = (kind: TrajectoryStep['kind']) => steps.find((step) => step.kind === kind)?.n ?? null;
  const lastModelCall = steps.findLast((step) => step.kind === 'llm')?.n ?? null;
  return [
    {
      name: 'Query', answer: summary.query === null ? null : quoted(plainPreview(summary.query), long),
      more: summary.query === null ? 'No user message in this trace' : plural(summary.userTurns, 'user turn'), step: firstOf('agent') ?? steps[0]?.n ?? null, tab: 'thread', whole: summary.query,
    },
    { name: 'Tools considered', ...toolsConsidered(summary), step: firstOf('llm'), tab: 'call' },
    { name: 'Tool picked, and why', ...toolPicked(summary), step: firstOf('tool'), tab: 'call' },
    { name: 'Context', ...context(summary), step: firstOf('retrieval') ?? firstOf('llm'), tab: firstOf('retrieval') === null ? 'call' : 'documents' },
    {
      name: 'Response', answer: summary.answer === null ? null : quoted(plainPreview(summary.answer), long),
      more: summary.answer === null ? 'No answer in this trace' : summary.outputTokens === null ? summary.textsCut ? '' : plural(summary.answer.length, 'character') : `${formatTokens(summary.outputTokens)} tokens written`,
      step: lastModelCall ?? steps[0]?.n ?? null, tab: 'thread', whole: summary.answer,
    },
    { name: 'Accepted, edited, rejected', ...reaction(summary), step: null, tab: 'thread' },
  ];
}

type Answer = Pick<Question, 'answer' | 'more' | 'whole' | 'mark' | 'missing'>;

function toolsConsidered(summary: TraceSummary): Answer {
  const { toolsOffered, toolsCalled } = summary;
  const called = toolsCalled.length === 0 ? 'None called' : `${formatCount(toolsCalled.length)} called`;
  if (toolsOffered === null) {
    if (toolsCalled.length === 0) return { answer: null, more: 'The offered tools are not in this export', whole: null };
    return { answer: called, missing: 'Offered', more: listed(toolsCalled, 3), whole: toolsCalled.join(', ') };
  }
  if (toolsOffered.length === 0) return { answer: noToolsOffered, more: null, whole: null };
  const left = toolsOffered.filter((name) => !toolsCalled.includes(name));
  return {
    answer: `${called} of ${formatCount(toolsOffered.length)} offered`, more: left.length === 0 ? 'All of them called' : `Not called: ${listed(left, 2)}`,
    whole: `Called: ${toolsCalled.join(', ') || 'none'}\nNot called: ${left.join(', ') || 'none'}`,
  };
}

function toolPicked(summary: TraceSummary): Answer {
  const [first, ...others] = summary.toolsCalled;
  if (first === undefined) {
    if (!summary.callsKnown) return { answer: null, more: 'Nothing here tells of tool calls', whole: null };
    return { answer: noToolCalled, more: summary.why === null ? null : quoted(summary.why, long), whole: summary.why };
  }
  return {
    answer: first, ...(summary.why === null ? { missing: 'Why' } : {}),
    more: summary.why !== null ? quoted(summary.why, long) : others.length > 0 ? `Then ${listed(others, 2)}` : 'No text or reasoning before the call',
    whole: summary.why ?? summary.toolsCalled.join(', '),
  };
}

function context(summary: TraceSummary): Answer {
  const { documents, tokens } = contextParts(summary);
  if (documents === null && tokens === null) return { answer: null, more: 'Neither documents nor prompt tokens', whole: null };
  if (documents === null) return { answer: tokens, missing: 'Documents', more: null, whole: null };
  return { answer: documents, more: tokens, whole: null };
}

function reaction(summary: TraceSummary): Answer {
  const { feedback, facts } = summary;
  const more = [
    facts.editMinutes === undefined ? null : `${formatDuration(facts.editMinutes * 60_000)} of editing`,
    facts.finalText === undefined ? null : `Sent: ${quoted(facts.finalText, long)}`,
    facts.outcome === undefined ? null : { used: 'Used', ignored: 'Ignored', workaround: 'Worked around' }[facts.outcome],
  ].filter((text) => text !== null);
  if (feedback === null) return { answer: null, more: more[0] ?? 'No feedback in this export', whole: null };
  const mark = ({ accepted: 'pass', edited: 'warning', rejected: 'rejected' } as const)[feedback];
  return { answer: feedbackWords[feedback], mark, more: more.length === 0 ? null : oneLine(more.join(' · '), long), whole: facts.finalText ?? null };
}
