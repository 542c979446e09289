import type { EvalCase } from '../model/evalCase.ts';
import type { RetrievedDocument } from '../model/span.ts';
import type { Trial } from '../model/trace.ts';
import { citedDocumentsOf } from './citedIn.ts';
import { durationMs } from './duration.ts';
import type { Check, Evaluator, Finding, MetricInfo } from './evaluator.ts';
import { broken, check, fail, notMeasured, pass, redactedFinding } from './finding.ts';
import { broughtBy, lostDocumentField, nameOf } from './retrievedDocuments.ts';
import { snapshotOf } from './snapshot.ts';

type Stated = NonNullable<NonNullable<EvalCase['retrieval']>['freshness']>;

const dayMs = 86_400_000;

/** Time of an ISO date, or of the first one in a name such as `index-2026-01-15`, in milliseconds. */
function timeIn(text: string | null): number | undefined {
  const date = text === null ? null : /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/.exec(text);
  const time = date ? Date.parse(date[0]) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** When a document was last known to be true, in milliseconds: its own date, else that of the snapshot it was found in. */
const changedAt = (document: RetrievedDocument, trial: Trial): number | undefined => timeIn(document.updatedAt) ?? timeIn(snapshotOf(document, trial));

/** The documents of a run by age: whether each is stale, undefined where an unknown age is ignored; or why none can be told. */
type Ages = { readonly stale: readonly (boolean | undefined)[]; readonly ageDays: readonly (number | undefined)[] } | Finding;

function agesOf(stated: Stated, trial: Trial): Ages {
  const { maxAge, asOf = 'run', unknownAge = 'stale' } = stated;
  const limit = durationMs(maxAge);
  if (limit === undefined) return broken(`retrieval.freshness.maxAge ${maxAge} is not an ISO duration such as P90D`);
  const until = asOf === 'run' ? (trial.endUs === undefined ? undefined : trial.endUs / 1000) : Date.parse(asOf);
  if (Number.isNaN(until)) return broken(`retrieval.freshness.asOf ${asOf} is no date`);
  if (trial.retrieved === null) return notMeasured('the run recorded no retrieval');
  const ages = trial.retrieved.map((document) => {
    const changed = changedAt(document, trial);
    return changed === undefined || until === undefined ? undefined : until - changed;
  });
  if (until === undefined && trial.retrieved.some((document) => changedAt(document, trial) !== undefined)) return notMeasured('when the run took place is not recorded; give freshness.asOf a date');
  const lost = lostDocumentField(trial, ['updatedAt']);
  if (lost !== undefined) return redactedFinding(lost);
  return { stale: ages.map((age) => (age === undefined ? (unknownAge === 'ignore' ? undefined : true) : age > limit)), ageDays: ages.map((age) => (age === undefined ? undefined : Math.floor(age / dayMs))) };
}

/** Whether the run gave up instead of answering from what it found; null where nothing says how it ended. */
function gaveUp({ terminal, fallback, escalated }: Trial): boolean | null {
  if (fallback || escalated || terminal === 'fallback' || terminal === 'refused' || terminal === 'escalated') return true;
  return terminal === null ? null : false;
}

function staleFinding(stated: Stated, trial: Trial): Finding {
  const { maxAge, onStale = 'fail' } = stated;
  const ages = agesOf(stated, trial);
  if ('outcome' in ages) return ages;
  const documents = trial.retrieved ?? [];
  const compared = { expected: { maxAge }, actual: ages.ageDays.map((days) => days ?? null) };
  const named = (index: number): string => {
    const days = ages.ageDays[index];
    const document = documents[index];
    return `retrieved[${index}] ${(document && nameOf(document)) ?? ''} is ${days === undefined ? 'of unknown age' : `${days} days old`}, at most ${maxAge}`.replace('  ', ' ');
  };
  const first = ages.stale.indexOf(true);
  if (first < 0) return documents.length === 0 ? pass('nothing was retrieved, so nothing stale was used', compared) : ages.stale.every((each) => each === undefined) ? notMeasured('no document has a known age', compared) : pass(`no document is older than ${maxAge}`, compared);
  const at = broughtBy(trial, first);
  if (onStale === 'warn') return fail(named(first), { ...compared, at });
  if (onStale === 'mustReject') {
    const rejected = gaveUp(trial);
    if (rejected === null) return notMeasured(`${named(first)}, and how the run ended is not recorded`, { ...compared, at });
    return rejected ? pass(`${named(first)}, and the run did not answer from it`, { ...compared, at }) : fail(`${named(first)}, and the run answered all the same`, { ...compared, at });
  }
  const cited = citedDocumentsOf(trial);
  if (cited === null) return notMeasured(`${named(first)}, and the answer cites nothing, so that it is not known to stand on it`, { ...compared, at });
  const used = [...cited].find((index) => ages.stale[index]);
  return used === undefined ? pass('no cited document is stale', compared) : fail(`${named(used)}, and the answer cites it`, { ...compared, at: broughtBy(trial, used) });
}

function plan({ retrieval }: EvalCase): readonly Check[] {
  const stated = retrieval?.freshness;
  return stated ? [check('retrieval.freshness', ['retrieval', 'freshness'], 'freshness', (trial) => staleFinding(stated, trial), stated.onStale !== 'warn')] : [];
}

/** The share of documents that are young enough; of unknown age, those that count. */
function freshShare({ retrieval }: EvalCase, trial: Trial): number | null {
  const ages = retrieval?.freshness && agesOf(retrieval.freshness, trial);
  if (!ages || 'outcome' in ages) return null;
  const counted = ages.stale.filter((each) => each !== undefined);
  return counted.length === 0 ? null : counted.filter((each) => !each).length / counted.length;
}

/** 1 where the answer cites a stale document. */
function staleInAnswer({ retrieval }: EvalCase, trial: Trial): number | null {
  const ages = retrieval?.freshness && agesOf(retrieval.freshness, trial);
  if (!ages || 'outcome' in ages) return null;
  if (!ages.stale.includes(true)) return 0;
  const cited = citedDocumentsOf(trial);
  return cited === null ? null : Number([...cited].some((index) => ages.stale[index]));
}

const metric = (id: string, as: Pick<MetricInfo, 'unit' | 'direction' | 'measure'>): MetricInfo => ({ id, basis: 'record', section: '6', ...as });

/** `retrieval.freshness`: how old the documents were (METRICS 6). */
export const freshness: Evaluator = {
  id: 'freshness',
  metrics: [metric('freshness', { unit: 'share', direction: 'up', measure: freshShare }), metric('staleInAnswer', { unit: 'boolean', direction: 'down', measure: staleInAnswer })],
  plan,
};
