import type { WaitCause } from '../model/insights.ts';
import type { Span } from '../model/span.ts';
import type { TrajectoryStep } from '../model/trajectory.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { sessionTurn } from '../trajectory/turns.ts';

/**
 * What was waited for before a step, where the trace says so: a person who spoke next, a person whose leave a call needs, a limit of the
 * model's service, a queue. A step may have a cause without a wait before it: how long nothing ran, the page sees by the clock.
 */
export function waitCauses({ steps, ordered }: Assembled): readonly WaitCause[] {
  const found: WaitCause[] = [];
  /** The step before it under the same parent, by the parent's number. */
  const beside = new Map<number | null, number>();
  for (const [at, step] of steps.entries()) {
    const before = beside.get(step.parent);
    const cause = causeBefore(at, before);
    if (cause !== null) found.push({ step: step.n, cause });
    beside.set(step.parent, at);
  }
  return found;

  function causeBefore(at: number, before: number | undefined): string | null {
    const [step, span] = [steps[at]!, ordered[at]!];
    if (before !== undefined && isTurn(step)) return 'waiting for the user';
    if (asksLeave(step, span)) return 'waiting for approval';
    if (before !== undefined && isPersonAsked(steps[before]!)) return 'waiting for a person';
    // What failed stands last under the step before, or is that step.
    for (const index of [at - 1, before]) if (index !== undefined && index >= 0 && isLimited(steps[index]!)) return 'rate limit';
    return isQueued(span) ? 'in a queue' : null;
  }
}

const isTurn = ({ kind, name, synthetic }: TrajectoryStep): boolean => kind === 'agent' && name === sessionTurn && synthetic;

const limit = /\brate.?limit|too many requests|\b(?:429|529)\b|\boverloaded|\bthrottl|quota exceeded|exceeded your (?:current )?quota/iu;
/** A tool that a limit of its own stopped is waited for all the same. */
const isLimited = ({ failed, error }: TrajectoryStep): boolean => failed && error !== null && limit.test(error);

const leave = /(?:^|[._-])(?:approval|approved|blocked_on_user|user_confirmation)(?:[._-]|$)/iu;
const isNo = (value: unknown): boolean => value === false || value === 'false' || value === 'not_required' || value === null;

/** Its record names an approval, or it is the record of one. */
function asksLeave({ kind, name }: TrajectoryStep, { attributes, events }: Span): boolean {
  if (kind === 'other' && leave.test(name)) return true;
  if (kind !== 'tool') return false;
  // Whether one was needed at all is told by such an attribute too.
  return Object.keys(attributes).some((key) => leave.test(key) && !(isNo(attributes[key]) && !/granted|approved/iu.test(key))) || events.some((event) => leave.test(event.name));
}

const asked = /^(?:ask|request|wait_?for|prompt)_?(?:the_?)?(?:user|human|person|approval|confirmation|human_?(?:input|approval|feedback))(?:_?(?:question|input|approval|confirmation))?$|^(?:human_?(?:input|in_the_loop)|adk_request_(?:confirmation|credential))$/iu;
const isPersonAsked = ({ kind, name }: TrajectoryStep): boolean => kind === 'tool' && asked.test(name);

/** A message that a broker delivered. */
const isQueued = ({ attributes }: Span): boolean => typeof attributes['messaging.system'] === 'string' && /receive|process|deliver|consume/iu.test(String(attributes['messaging.operation'] ?? attributes['messaging.operation.type'] ?? ''));
