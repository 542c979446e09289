import { nearest } from '../../support/nearest.ts';
import { didYouMean, oneOf } from '../words.ts';
import type { Rule } from './rule.ts';

/** How and where a case runs. */
export const running: Rule = {
  codes: { CB122: 'epochs asks for more successes than trials.', CB123: 'A target is not in config.yaml.', CB124: 'A skipped case does not say why.', CB315: 'No target of the case can report state.' },
  *check(view, { targets, recordedTargets, defaultTarget, recording }) {
    const { epochs, targets: wanted, skip } = view.value;
    if (typeof epochs === 'object' && epochs.k !== undefined && epochs.k > epochs.count) {
      yield { code: 'CB122', at: ['epochs', 'k'], message: `k is ${epochs.k}, but there are only ${epochs.count} trials.`, fixes: [...view.set(`Change to ${epochs.count}`, ['epochs', 'k'], epochs.count), ...view.set(`Run ${epochs.k} trials`, ['epochs', 'count'], epochs.k)] };
    }
    if (targets) {
      const known = [...targets, 'replay'];
      for (const [index, name] of (wanted ?? []).entries()) {
        if (known.includes(name)) continue;
        const meant = nearest(name, known);
        yield {
          code: 'CB123', at: ['targets', index], message: `config.yaml has no target ${name}.${didYouMean(meant) || ` It has ${oneOf(known)}.`}`,
          fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, ['targets', index], meant),
        };
      }
    }
    const names = wanted ?? (defaultTarget === undefined ? [] : [defaultTarget]);
    if (view.value.state?.length && recordedTargets && names.length > 0 && names.every((name) => name === 'replay' || recordedTargets.includes(name)) && (recording?.(view.value.id)?.trial.state ?? null) === null) {
      yield { code: 'CB315', at: { key: ['state'] }, message: `A replay reports what the trace recorded, and ${recording ? 'the recording of this case has no state' : 'traces have no state'}: this is never checked. Name a target that reports it.` };
    }
    if (skip === true || (typeof skip === 'string' && skip.trim() === '')) yield { code: 'CB124', at: ['skip'], message: 'Say why the case is skipped: skip takes the reason as text.', fixes: view.set('Give a reason', ['skip'], 'say why') };
  },
};
