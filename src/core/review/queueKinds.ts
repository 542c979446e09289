import type { Label } from '../model/label.ts';
import type { QueueConfig, QueueOrder, QueueQuery } from '../model/queue.ts';
import type { Release } from '../model/release.ts';
import type { QueueTrace } from './queueTrace.ts';

/** A queue as it is made: `holds` is asked of each trace once, when the queue is put in order. */
export type QueueKind = {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** What config.yaml says of it; absent for a built-in one. */
  readonly config?: QueueConfig;
  readonly reviewers?: readonly string[];
  /** Only the random sample. */
  readonly sampled?: true;
  /** Only the share of who asks. */
  readonly shared?: true;
  /** Every trace is to be reviewed, so that all of them are the random stratum. */
  readonly census?: true;
  /**
   * What its traces were chosen by, where rates of them would mislead, so that none is the random stratum (METRICS 18). `shown`: what the
   * run did or what was thought of it, which enriches all of them. `review`: what was reviewed before, mostly the telling ones, or by hand.
   */
  readonly chosenBy?: 'shown' | 'review';
  /** The order it has where nobody asks for another one. */
  readonly order: QueueOrder;
  /** Neither its traces nor its order tell how runs went: whatever part of it is reviewed is a sample of it. */
  readonly fair: boolean;
  readonly holds: (trace: QueueTrace, around: Around) => boolean;
};

type StatedKind = Omit<QueueKind, 'order' | 'fair'>;

/** Orders that tell nothing of how runs went. */
const fairOrders: ReadonlySet<QueueOrder> = new Set(['random', 'newest', 'oldest']);

/** A sample is taken at random, so that half of it is a sample, too; anything else begins with what tells most. */
function inItsOrder(kind: StatedKind): QueueKind {
  const order = kind.config?.order ?? (kind.sampled ? 'random' : 'telling');
  return { ...kind, order, fair: kind.chosenBy === undefined && fairOrders.has(order) };
}

/** What is known beside a trace. */
export type Around = {
  /** Of the newest trace, microseconds since 1970; null: none has a clock. */
  readonly newestUs: number | null;
  /** What who asks may know: their own label, or the one in force. */
  readonly label: (trace: QueueTrace) => Label | null;
  /** Somebody else than who asks gave a verdict. */
  readonly byOthers: (trace: QueueTrace) => boolean;
  /** It shows a signal that lists are made of; undefined: not looked at yet. */
  readonly shows: (trace: QueueTrace) => boolean | undefined;
};

export const dayUs = 86_400_000_000;

/** Of the last days of the data, not of the calendar: an export of last month has a week, too. Without any clock all are. */
export const ofLastDays = ({ startUs }: QueueTrace, newestUs: number | null, days: number): boolean => newestUs === null || (startUs !== null && startUs > newestUs - days * dayUs);

const ofWeek: QueueKind['holds'] = (trace, { newestUs }) => ofLastDays(trace, newestUs, 7);

/** A person said otherwise than the run, its user, a judge or a signal: where nothing was said before, nothing is overridden. */
function isOverridden(trace: QueueTrace, { label, shows }: Around): boolean {
  if (trace.feedback === 'edited' || trace.feedback === 'rejected') return true;
  const verdict = label(trace)?.verdict;
  if (verdict === 'pass') return trace.errored || trace.complaint || trace.outcome === 'workaround' || trace.judge === 'fail' || shows(trace) === true;
  return verdict === 'fail' && (trace.feedback === 'accepted' || trace.outcome === 'used' || trace.judge === 'pass');
}

/** Where the week holds a smaller share of all traces, most of what was imported lies before it. */
const fullWeek = 0.1;

/** The queue that is shown where none was chosen yet: the week, or all traces where it holds few of them. `newestUs`: of the newest trace, as in `Around`. */
export function firstQueue(traces: readonly QueueTrace[], newestUs: number | null): 'week' | 'all' {
  const ofTheWeek = traces.reduce((count, trace) => count + (ofLastDays(trace, newestUs, 7) ? 1 : 0), 0);
  return ofTheWeek < traces.length * fullWeek ? 'all' : 'week';
}

const builtIn: readonly StatedKind[] = [
  { id: 'week', name: 'This week, all of it', about: 'Every trace of the last 7 days of the data.', holds: ofWeek },
  { id: 'all', name: 'All traces', about: 'Every trace that is imported.', holds: () => true },
  { id: 'failed', name: 'Failed', about: 'Traces that errored, were rejected by their user, or were failed by a reviewer or by a score that came with them.', chosenBy: 'shown', holds: (trace, { label }) => trace.errored || trace.feedback === 'rejected' || trace.judge === 'fail' || label(trace)?.verdict === 'fail' },
  { id: 'overridden', name: 'Overridden by a person', about: 'Answers that were edited or rejected, failures that the user or a judge took for good, and passes where the run, its user, a judge or a signal says otherwise.', chosenBy: 'shown', holds: isOverridden },
  { id: 'mine', name: 'My share of the week', about: 'The last 7 days, shared evenly among the reviewers; your part.', shared: true, holds: ofWeek },
  { id: 'sample', name: 'Weekly sample', about: 'Drawn at random from each week and risk tier, the same for everybody, and in random order: what is reviewed of it is a fair sample, too. Rates are computed from it.', sampled: true, holds: () => true },
  { id: 'flagged', name: 'Flagged by users', about: 'Traces whose user rejected the answer, wrote of it, or worked around it.', chosenBy: 'shown', holds: ({ feedback, complaint, outcome }) => feedback === 'rejected' || complaint || outcome === 'workaround' },
  { id: 'unreviewed', name: 'Reviewed by nobody else', about: 'All traces without a verdict of another reviewer.', chosenBy: 'review', holds: (trace, { byOthers }) => !byOthers(trace) },
];

/** Every trace of the first week of a phase is reviewed (S0 step 3). A phase that says nowhere when it began has no such queue. */
function ofPhases({ phases = [] }: Release): readonly StatedKind[] {
  return phases.flatMap(({ id, supported }): readonly StatedKind[] => {
    const from = Array.isArray(supported) ? Math.min(...supported.map((each) => Date.parse(each.from))) * 1000 : Number.NaN;
    if (!Number.isFinite(from)) return [];
    return [{
      id: `phase-${id}`, name: `First week of ${id}`, about: 'The first 7 days of the phase, in which every trace is reviewed.', census: true,
      holds: ({ startUs }) => startUs !== null && startUs >= from && startUs < from + 7 * dayUs,
    }];
  });
}

/** What was settled before the run, or is nothing that it did. Of traces that are chosen by it a random sample is one of all such. */
const settledBefore: ReadonlySet<string> = new Set<keyof QueueQuery>(['since', 'until', 'lastDays', 'user', 'role', 'useCase', 'session', 'model', 'inFile']);

function chosenBy(query: QueueQuery = {}): Pick<QueueKind, 'chosenBy'> {
  const telling = Object.entries(query).filter(([name, value]) => value !== undefined && !settledBefore.has(name)).map(([name]) => name);
  return telling.length === 0 ? {} : { chosenBy: telling.every((name) => name === 'unlabelled') ? 'review' : 'shown' };
}

/** The queues there are, by id; one of config.yaml takes the place of a built-in one. `holds` of those says nothing: their query does. */
export function queueKinds(configured: readonly QueueConfig[], release: Release): ReadonlyMap<string, QueueKind> {
  const own = configured.map((config): StatedKind => ({
    id: config.id, name: config.name ?? config.id, config,
    about: config.sample?.only && config.order === undefined ? 'A sample set up in casebook/config.yaml, in random order: what is reviewed of it is a fair sample, too.' : 'Set up in casebook/config.yaml.', ...chosenBy(config.query),
    ...(config.reviewers === undefined ? {} : { reviewers: config.reviewers, shared: true }), ...(config.sample?.only ? { sampled: true } : {}),
    holds: () => true,
  }));
  return new Map([...builtIn, ...ofPhases(release), ...own].map((each) => [each.id, inItsOrder(each)]));
}
