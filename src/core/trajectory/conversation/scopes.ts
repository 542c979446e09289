import type { Span } from '../../model/span.ts';
import type { Assembled } from '../assemble.ts';
import { sessionTurn } from '../turns.ts';

/** Who talks with whom: which steps belong to one conversation. Steps are named by their place in reading order. */
export type Scopes = {
  readonly parent: readonly number[];
  /** Place of the last step below each, its own where there is none. */
  readonly last: readonly number[];
  /** The step whose conversation each belongs to; -1 is the run as a whole. */
  readonly scope: readonly number[];
  /** What is said below is an affair of its own: an evaluator's, or that of a sub-agent which a tool call started. */
  readonly apart: readonly boolean[];
};

export const wholeRun = -1;

const evaluatorName = /(?:^|[^a-z])(?:evaluator|judge|grader|critic|scorer)(?:[^a-z]|$)/iu;
const kindKeys = ['openinference.span.kind', 'langfuse.observation.type', 'mlflow.spanType', 'observation.type', 'type', 'span_type'] as const;

function isEvaluator(span: Span): boolean {
  if (kindKeys.some((key) => { const kind = span.attributes[key]; return typeof kind === 'string' && /^evaluator$/iu.test(kind); })) return true;
  return (span.kind === 'agent' || span.kind === 'other') && evaluatorName.test(span.name.replace(/([a-z])([A-Z])/gu, '$1 $2'));
}

/** A turn of a session is a part of the session's conversation. */
export const isAgent = (span: Span): boolean => span.kind === 'agent' && !(span.synthetic && span.name === sessionTurn);
/** A session log's own, also where the call that started it is not known. */
const isSubAgent = (span: Span): boolean => span.kind === 'agent' && span.synthetic && span.parentId !== null && span.name === 'sub-agent';
export const isToolStep = (span: Span): boolean => span.kind === 'tool' || span.kind === 'retrieval';

export function scopesOf({ ordered, steps }: Pick<Assembled, 'ordered' | 'steps'>): Scopes {
  const place = new Map(steps.map((step, at) => [step.n, at]));
  const parent = steps.map((step) => (step.parent === null ? -1 : (place.get(step.parent) ?? -1)));
  const last = steps.map((_, at) => at);
  const talks = ordered.map((span) => span.kind === 'llm' || span.kind === 'agent');
  const talksBelow = ordered.map(() => false);
  for (let at = steps.length - 1; at >= 0; at--) {
    const above = parent[at]!;
    if (above < 0) continue;
    last[above] = Math.max(last[above]!, last[at]!);
    if (talks[at] || talksBelow[at]) talksBelow[above] = true;
  }
  const isJudge = ordered.map(isEvaluator);
  const judged = (at: number): boolean => { for (let each = at; each >= 0; each = parent[each]!) if (isJudge[each]) return true; return false; };
  // A run that is nothing but an evaluation has no other conversation.
  const anyOther = ordered.some((span, at) => span.kind === 'llm' && !judged(at));
  const apart = ordered.map((span, at) => (isJudge[at]! && anyOther) || (isToolStep(span) && talksBelow[at]!) || isSubAgent(span));
  const scope: number[] = [];
  for (const [at, above] of parent.entries()) scope[at] = above < 0 ? wholeRun : apart[above] || isAgent(ordered[above]!) ? above : scope[above]!;
  return { parent, last, scope, apart };
}

/** The steps of the conversation of `scope`, in reading order: its agents' too, but not what is apart. */
export function membersOf(scope: number, { parent, last, apart }: Scopes): readonly number[] {
  const members: number[] = [];
  const end = scope === wholeRun ? parent.length - 1 : last[scope]!;
  for (let at = scope === wholeRun ? 0 : scope + 1; at <= end; at++) {
    if (parent[at] !== wholeRun && parent[at] !== scope && apart[parent[at]!]) at = last[parent[at]!]!;
    else members.push(at);
  }
  return members;
}
