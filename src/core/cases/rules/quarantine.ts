import type { Rule } from './rule.ts';

const day = 86_400_000;

/** A quarantined case runs and is shown, and decides nothing: not for ever. */
export const quarantine: Rule = {
  codes: { CB116: 'The quarantine has no end.', CB117: 'The quarantine has expired.' },
  *check(view, { now }) {
    const { status, quarantine: set } = view.value;
    if (status !== 'quarantined' || !view.isReadable('quarantine')) return;
    const later = now ? new Date(now.getTime() + 30 * day).toISOString().slice(0, 10) : undefined;
    const extend = later === undefined ? [] : view.set(`Quarantine until ${later}`, ['quarantine', 'until'], later);
    const reactivate = view.set('Set status: active', ['status'], 'active');
    if (set?.until === undefined) {
      yield { code: 'CB116', at: set ? { key: ['quarantine'] } : ['status'], message: set ? 'quarantine has no until: say when the case is looked at again.' : 'A quarantined case needs quarantine: {reason, until, owner}.', fixes: set ? extend : [...(later === undefined ? [] : view.set(`Add quarantine until ${later}`, ['quarantine'], { reason: 'say why', until: later })), ...reactivate] };
    } else if (now && Date.parse(set.until) < now.getTime()) {
      yield { code: 'CB117', at: ['quarantine', 'until'], message: `The quarantine ended on ${set.until}.`, fixes: [...extend, ...reactivate] };
    }
  },
};
