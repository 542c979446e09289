import type { Release } from '../model/release.ts';
import type { FlaggedOutput, HeardTrace, OutputStanding, UserOutput, UserPage } from '../model/users.ts';
import { isReviewed } from './labels.ts';

const mostAccepted = 6;
/** user-2 before user-10, on every machine. */
const { compare } = new Intl.Collator('en', { numeric: true });

/** What release.yaml says of its users; a later phase adds to what an earlier one said. */
function listedUsers({ phases = [] }: Release): ReadonlyMap<string, { readonly role?: string | undefined; readonly primaryUseCase?: string | undefined; readonly feedbackChannel?: string | undefined }> {
  const users = new Map<string, object>();
  for (const { users: named = [] } of phases) for (const user of named) users.set(user.id, { ...users.get(user.id), ...user });
  return users;
}

/**
 * One page for each user that a trace or release.yaml names, by name. A user's page holds their own runs alone, and words that somebody
 * else wrote of them are left out.
 */
export function userPages(traces: readonly HeardTrace[], flagged: readonly FlaggedOutput[], release: Release): readonly UserPage[] {
  const listed = listedUsers(release);
  const flags = new Map(flagged.map((each) => [each.trace, each]));
  const byUser = Map.groupBy(traces.filter(({ user }) => user !== null), ({ user }) => user!);
  const names = [...new Set([...listed.keys(), ...byUser.keys()])].sort((a, b) => compare(a, b) || (a < b ? -1 : 1));
  return names.map((user): UserPage => {
    const own = (byUser.get(user) ?? []).toSorted((a, b) => (b.startMs ?? -Infinity) - (a.startMs ?? -Infinity));
    const about = listed.get(user);
    const times = own.flatMap(({ startMs }) => startMs ?? []);
    const counted = (says: (trace: HeardTrace) => boolean): number => own.filter(says).length;
    return {
      user, role: about?.role ?? own.find(({ role }) => role !== null)?.role ?? null, primaryUseCase: about?.primaryUseCase ?? null,
      channel: about?.feedbackChannel?.trim() ? about.feedbackChannel.trim() : null, listed: about !== undefined,
      runs: own.length, firstMs: times.at(-1) ?? null, lastMs: times[0] ?? null,
      reviewed: counted(({ labels }) => labels?.own.some(isReviewed) ?? false),
      accepted: counted(({ feedback: { feedback } }) => feedback === 'accepted'), edited: counted(({ feedback: { feedback } }) => feedback === 'edited'),
      rejected: counted(({ feedback: { feedback } }) => feedback === 'rejected'), workedAround: counted(({ feedback: { outcome } }) => outcome === 'workaround'),
      kinds: kindsOf(own),
      accept: own.flatMap(({ feedback: { feedback }, query, startMs }) => (feedback === 'accepted' && query !== null ? [{ question: query, atMs: startMs }] : [])).slice(0, mostAccepted),
      outputs: own.flatMap((trace) => {
        const flag = flags.get(trace.id);
        return flag === undefined ? [] : [outputOf(trace, flag)];
      }).toSorted((a, b) => (b.heardMs ?? -Infinity) - (a.heardMs ?? -Infinity)),
    };
  });
}

function kindsOf(own: readonly HeardTrace[]): UserPage['kinds'] {
  return [...Map.groupBy(own.filter(({ useCase }) => useCase !== null), ({ useCase }) => useCase!)].map(([useCase, traces]) => ({
    useCase, runs: traces.length,
    accepted: traces.filter(({ feedback: { feedback } }) => feedback === 'accepted').length, said: traces.filter(({ feedback: { feedback } }) => feedback !== undefined).length,
  })).toSorted((a, b) => b.accepted - a.accepted || b.runs - a.runs || (a.useCase < b.useCase ? -1 : 1));
}

function outputOf({ query, cases }: HeardTrace, flag: FlaggedOutput): UserOutput {
  const guarded = cases.some(({ guards }) => guards);
  const fixed = flag.status === 'handled';
  return {
    trace: flag.trace, question: query, said: flag.by === null || flag.by === flag.user ? flag.note : '', kinds: flag.kinds.filter((kind) => kind !== 'note' || flag.kinds.length === 1),
    standing: standingOf(flag, fixed || guarded), heardMs: flag.flaggedMs, lookedMs: flag.reviewedMs,
    fixedMs: fixed ? flag.handledMs : null, guardedMs: guarded ? flag.guardedMs : null, guarded, fixed,
  };
}

function standingOf({ next, status }: FlaggedOutput, changed: boolean): OutputStanding {
  if (next === 'none') return 'right';
  if (changed) return 'changed';
  if (status === 'fixing') return 'fixing';
  return next === 'review' || next === 'decide' ? 'waiting' : 'known';
}
