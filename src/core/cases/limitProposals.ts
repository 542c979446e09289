import { formatCost, plural } from '../display/numbers.ts';
import { formatDuration } from '../display/time.ts';
import type { DraftSource } from './draft.ts';
import { judgeCalls, roundUp } from './draft.ts';
import { plain, stepsOf, words } from './openProposal.ts';
import type { OpenCase, OpenProposal } from './openProposal.ts';

/** How the run ends, how often it may try, and what it may take. */
export function limitProposals(from: DraftSource, value: OpenCase): OpenProposal[] {
  const { failure } = judgeCalls(from);
  const { trial } = from;
  const found: OpenProposal[] = [];
  const trajectory = () => (value.trajectory ??= {});
  const { maxRetries, terminal } = value.trajectory ?? {};
  if (maxRetries !== undefined) {
    found.push({
      ...plain('maxRetries', 'limits', [words(maxRetries === 0 ? 'Never retries a failed call unchanged' : `Retries at most ${maxRetries === 1 ? 'once' : plural(maxRetries, 'time')}`)], 'One fewer than the retries that were in vain', stepsOf(trial.calls.filter(({ status }) => status === 'error'))),
      put: () => { delete trajectory().maxRetries; }, place: () => ['trajectory', 'maxRetries'],
    });
  }
  const ends = terminal ?? (trial.terminal === 'finished' || trial.terminal === 'aborted' ? 'finished' : undefined);
  if (ends !== undefined) {
    found.push({
      ...plain('terminal', 'limits', [words('Ends finished')], trial.terminal === 'finished' ? 'The recorded run did' : 'The recorded run was cut off', []), proposed: terminal === undefined ? 'dropped' : 'kept',
      put: (state) => { if (state === 'kept') trajectory().terminal = ends as 'finished'; else delete trajectory().terminal; }, place: () => ['trajectory', 'terminal'],
    });
  }
  const count = trial.calls.length;
  if (count > 0 && trial.callsUnknown !== true && (failure === null || failure.mode === 'inefficient_path')) {
    const most = failure ? count - 1 : count;
    const loose = Math.ceil(count * 1.5);
    found.push({
      id: 'maxCalls', group: 'limits', steps: [], why: failure ? `One fewer than the ${plural(count, 'call')} of the recorded run` : `The recorded run made ${plural(count, 'call')}`, states: failure ? ['kept', 'dropped'] : ['kept', 'loosened', 'dropped'], proposed: 'dropped',
      title: (state) => [words(`At most ${plural(state === 'loosened' ? loose : most, 'call')}`)],
      put: (state) => { trajectory().maxCalls = state === 'loosened' ? loose : most; }, place: () => ['trajectory', 'maxCalls'],
    });
  }
  return [...found, ...budgetProposals(from, value)];
}

function budgetProposals({ trial }: DraftSource, value: OpenCase): OpenProposal[] {
  const limits = [
    { key: 'latencyMs', observed: trial.latencyMs, say: formatDuration },
    { key: 'costUsd', observed: trial.costUsd, say: (cost: number) => formatCost(cost) },
  ] as const;
  return limits.flatMap(({ key, observed, say }): OpenProposal[] => {
    const drafted = value.budgets?.[key];
    if (drafted === undefined) return [];
    const tight = observed === null || observed <= 0 || observed >= drafted ? undefined : roundUp(observed);
    const halfMore = tight !== undefined && drafted <= Math.max(1000, roundUp(observed! * 1.5));
    return [{
      id: `budget:${key}`, group: 'limits', steps: [], states: halfMore ? ['kept', 'loosened', 'dropped'] : ['kept', 'dropped'], proposed: halfMore ? 'loosened' : 'kept',
      title: (state) => [words(`At most ${say(halfMore && state === 'kept' ? tight : drafted)}`)],
      why: observed === null ? 'The usual limit; the trace does not say what the run took' : halfMore ? `1.5 × the observed ${say(observed)}` : `The usual limit; the recorded run took ${say(observed)}`,
      put: (state) => {
        const { [key]: _, ...others } = value.budgets ?? {};
        value.budgets = state === 'dropped' ? others : { ...value.budgets, [key]: state === 'kept' ? tight! : drafted };
      },
      place: () => ['budgets', key],
    }];
  });
}
