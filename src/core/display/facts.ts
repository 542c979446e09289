import type { Oversight, StepScore, TraceSummary } from '../model/trajectory.ts';
import type { Facts } from '../model/trace.ts';
import { plural } from './numbers.ts';
import { formatDuration } from './time.ts';
import { oneLine } from './truncate.ts';

/** What is known of a run besides its steps, as pages and the terminal say it: facts, people's hand in it, scores of the export. */

export type NamedFact = { readonly name: string; readonly value: string };

const outcomes: Readonly<Record<NonNullable<Facts['outcome']>, string>> = { used: 'used', ignored: 'ignored', workaround: 'worked around' };

/** The facts that are known, but the user's verdict and final text, which answer a question of their own. */
export function factsOf({ facts, userId, sessionId }: Pick<TraceSummary, 'facts' | 'userId' | 'sessionId'>): readonly NamedFact[] {
  const { user, role, useCase, queue, risk, promptVersion, editMinutes, outcome, snapshot } = facts;
  const known: readonly (readonly [string, string | null | undefined])[] = [
    ['user', userId ?? user], ['role', role], ['use case', useCase], ['queue', queue], ['risk', risk], ['prompt', promptVersion], ['session', sessionId],
    ['outcome', outcome && outcomes[outcome]], ['editing', editMinutes === undefined ? undefined : formatDuration(editMinutes * 60_000)], ['snapshot', snapshot],
  ];
  return known.flatMap(([name, value]) => (value === null || value === undefined || value === '' ? [] : [{ name, value }]));
}

/** A run of which nothing else is known has finished where it gave an answer. */
export function oversightOf({ oversight, facts, answer }: Pick<TraceSummary, 'oversight' | 'facts' | 'answer'>): Oversight & { readonly fallback: boolean | null } {
  return { ...(oversight ?? { approvals: [], escalated: null, terminal: answer === null ? null : 'finished' }), fallback: facts.fallback ?? null };
}

const endings: Readonly<Record<NonNullable<Oversight['terminal']>, string | null>> = {
  finished: null, aborted: 'Broken off with an error', refused: 'The agent refused', escalated: null, fallback: null,
};

/** What people approved, and how the run ended where that is out of the ordinary. Empty for a run that went by itself. */
export function oversightWords(summary: Pick<TraceSummary, 'oversight' | 'facts' | 'answer'>): readonly NamedFact[] {
  const { approvals, escalated, fallback, terminal } = oversightOf(summary);
  const ending = terminal === null ? null : endings[terminal];
  return [
    ...approvals.map((approval) => ({ name: 'Approval', value: approvalWords(approval) })),
    ...(escalated ? [{ name: 'Escalated', value: 'Handed to a person' }] : []),
    ...(fallback ? [{ name: 'Fallback', value: 'Answered by the fallback' }] : []),
    ...(ending === null ? [] : [{ name: 'Ended', value: ending }]),
  ];
}

function approvalWords({ granted, by, tool, beforeCall }: Oversight['approvals'][number]): string {
  const who = by === null ? '' : ` by ${oneLine(by, 60)}`;
  return `${granted ? 'granted' : 'refused'}${who}${tool === null ? '' : `: ${oneLine(tool, 60)}`}, after ${beforeCall === 0 ? 'no call' : plural(beforeCall, 'call')}`;
}

const longestComment = 200;

/** "Relevance 5 (judge, step 3): to the point" */
export function scoreWords(score: StepScore): string {
  const from = [...(score.source === 'unknown' ? [] : [score.source]), ...(score.step === null ? [] : [`step ${score.step}`])].join(', ');
  const comment = score.comment === null || score.comment.trim() === '' ? '' : `: ${oneLine(score.comment, longestComment)}`;
  return `${oneLine(score.name, 60)} ${scoreValue(score)}${from === '' ? '' : ` (${from})`}${comment}`;
}

export function scoreValue({ value }: Pick<StepScore, 'value'>): string {
  return value === null ? 'without a value' : typeof value === 'number' ? String(Number(value.toPrecision(6))) : oneLine(String(value), 60);
}

const mostNames = 12;

/** "reward (200), Relevance (12)": of how many traces; those of most first. */
export function scoresFound(counts: Readonly<Record<string, number>>): string {
  const named = Object.entries(counts).toSorted(([, a], [, b]) => b - a).map(([name, traces]) => `${oneLine(name, 60)} (${traces})`);
  return named.length <= mostNames ? named.join(', ') : `${named.slice(0, mostNames).join(', ')} and ${named.length - mostNames} more`;
}
