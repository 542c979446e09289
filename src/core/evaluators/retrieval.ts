import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import { showValue } from './canonical.ts';
import type { Check, Evaluator, Finding, MetricInfo } from './evaluator.ts';
import { broken, check, counted, fail, notMeasured, pass, redactedFinding } from './finding.ts';
import { ndcgAt, precisionAt, reciprocalRank, type Gain } from './ranking.ts';
import { broughtBy, lostDocumentField, nameOf, rankingOf, wantedSets, type Ranking, type Standing } from './retrievedDocuments.ts';

type Stated = NonNullable<EvalCase['retrieval']>;

const isWithin = (rank: number, k: number | undefined): boolean => k === undefined || rank <= k;
const isHit = ({ rank }: Standing, k: number | undefined): boolean => rank !== null && isWithin(rank, k);
/** Not found, and something at these ranks may have been it. */
const isOpen = (standing: Standing, k: number | undefined): boolean => !isHit(standing, k) && standing.unknownAt !== null && isWithin(standing.unknownAt.rank, k);

function gainsOf(ranking: Ranking, standings: readonly Standing[]): readonly number[] {
  const gains = ranking.documents.map(() => 0);
  for (const { rank, wanted } of standings) if (rank !== null) gains[rank - 1] = Math.max(gains[rank - 1] ?? 0, wanted.grade);
  return gains;
}

const recallOf = (set: readonly Standing[], k: number | undefined): number => set.filter((each) => isHit(each, k)).length / set.length;

/** The set that is most nearly complete. */
function bestSet({ sets }: Ranking, k: number | undefined): readonly Standing[] {
  return sets.reduce((best, set) => (recallOf(set, k) > recallOf(best, k) ? set : best));
}

type Measure = (ranking: Ranking, k: number | undefined, gain?: Gain) => number | null;

const unlessOpen = (standings: readonly Standing[], k: number | undefined, value: number | null): number | null => (standings.some((each) => isOpen(each, k)) ? null : value);

/** Best over the sets; null while a set that could be better is not known. */
const retrievalRecall: Measure = (ranking, k) => {
  const best = bestSet(ranking, k);
  const value = recallOf(best, k);
  return value === 1 ? 1 : unlessOpen(ranking.sets.flat(), k, value);
};
const overAll = (measure: (gains: readonly number[], k: number | undefined) => number): Measure => (ranking, k) => unlessOpen(ranking.sets.flat(), k, measure(gainsOf(ranking, ranking.sets.flat()), k));
const retrievalPrecision = overAll(precisionAt);
const meanReciprocal = overAll(reciprocalRank);
const ndcg: Measure = (ranking, k, gain) =>
  unlessOpen(ranking.sets.flat(), k, Math.max(...ranking.sets.map((set) => ndcgAt(gainsOf(ranking, set), set.map(({ wanted }) => wanted.grade), k, gain) ?? 0)));
/** Relevant documents that were found in another version only. */
const staleHits: Measure = (ranking, k) => bestSet(ranking, k).filter((each) => !isHit(each, k) && each.stale !== null && isWithin(each.stale.rank, k)).length;

const matched = ['id', 'version', 'source'];

/** Why nothing can be said of the ranking; undefined where something can. */
function gap({ k }: Stated, trial: Trial, ranking: Ranking | undefined): Finding | undefined {
  if (k !== undefined && k < 1) return broken('retrieval.k is below 1');
  if (trial.retrieved === null) return notMeasured('the run recorded no retrieval');
  if (!ranking) return notMeasured('the case names no relevant document');
  const lost = lostDocumentField(trial, ranking.approximate ? [...matched, 'content'] : matched);
  return lost === undefined ? undefined : redactedFinding(lost);
}

const foundNames = (ranking: Ranking, k: number | undefined): readonly string[] => ranking.documents.slice(0, k).map(({ document, index }) => nameOf(document) ?? `document ${index + 1}`);
const listed = (names: readonly string[]): string => (names.length === 0 ? 'nothing was retrieved' : `retrieved: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`);
const rounded = (value: number): string => String(Math.round(value * 1000) / 1000);

/** What is wrong with one wanted document. */
function wrongWith({ wanted, rank, stale }: Standing, k: number | undefined): string {
  if (stale && isWithin(stale.rank, k)) return `${wanted.id} was retrieved in version ${showValue(stale.version)}, not ${showValue(wanted.version)}: a stale hit`;
  return rank === null ? `${wanted.id} was not retrieved` : `${wanted.id} was retrieved at rank ${rank}, behind the first ${k}`;
}

function recallFinding(stated: Stated, least: number, evalCase: EvalCase, trial: Trial): Finding {
  const { k } = stated;
  const ranking = rankingOf(evalCase, trial);
  const missing = gap(stated, trial, ranking);
  if (missing || !ranking) return missing ?? notMeasured('the case names no relevant document');
  const best = bestSet(ranking, k);
  const score = recallOf(best, k);
  const open = ranking.sets.flat().find((each) => isOpen(each, k));
  const compared = { expected: best.map(({ wanted }) => wanted.id), actual: [...foundNames(ranking, k)], score, at: broughtBy(trial, 0) };
  if (score >= least) return pass(`${score === 1 ? 'all relevant documents were retrieved' : `recall ${rounded(score)}, at least ${least}`}${ranking.approximate ? ' (approximate: recognised by their text)' : ''}`, compared);
  if (open?.unknownAt) return notMeasured(open.unknownAt.why, compared);
  const first = best.find((each) => !isHit(each, k));
  const at = first?.stale && isWithin(first.stale.rank, k) ? broughtBy(trial, ranking.documents[first.stale.rank - 1]?.index ?? 0) : compared.at;
  return fail(`${first ? wrongWith(first, k) : 'a relevant document is missing'} (recall ${rounded(score)}, at least ${least}); ${listed(foundNames(ranking, k))}`, { ...compared, at });
}

function precisionFinding(stated: Stated, least: number, evalCase: EvalCase, trial: Trial): Finding {
  const { k } = stated;
  const ranking = rankingOf(evalCase, trial);
  const missing = gap(stated, trial, ranking);
  if (missing || !ranking) return missing ?? notMeasured('the case names no relevant document');
  const all = ranking.sets.flat();
  const gains = gainsOf(ranking, all);
  const score = precisionAt(gains, k);
  const compared = { expected: least, actual: score, score, at: broughtBy(trial, 0) };
  if (score >= least) return pass(`precision ${rounded(score)}, at least ${least}`, compared);
  const open = all.find((each) => isOpen(each, k));
  if (open?.unknownAt) return notMeasured(open.unknownAt.why, compared);
  const wrong = ranking.documents.slice(0, k).find((_, rank) => gains[rank] === 0);
  const why = wrong ? `${nameOf(wrong.document) ?? `document ${wrong.index + 1}`} is not relevant` : `${counted(ranking.documents.length, 'document')} of ${k ?? ranking.documents.length} retrieved`;
  return fail(`${why} (precision ${rounded(score)}, at least ${least})`, { ...compared, at: wrong ? broughtBy(trial, wrong.index) : compared.at });
}

/** Known to mislead: reported, never decisive. */
function distractorFinding(distractors: readonly string[], { k }: Stated, trial: Trial): Finding {
  if (trial.retrieved === null) return notMeasured('the run recorded no retrieval');
  const lost = lostDocumentField(trial, matched);
  const compared = { expected: { not: [...distractors] } };
  const names = trial.retrieved.map(nameOf);
  const kept = new Set([...new Set(names)].slice(0, k));
  const index = names.findIndex((name) => name !== null && kept.has(name) && distractors.includes(name));
  if (index >= 0) return fail(`${names[index]} was retrieved, which is known to mislead`, { ...compared, actual: names[index] ?? null, at: broughtBy(trial, index) });
  if (lost !== undefined) return redactedFinding(lost, compared);
  return names.includes(null) ? notMeasured('documents were recorded without ids', compared) : pass('no distractor was retrieved', compared);
}

function plan(evalCase: EvalCase): readonly Check[] {
  const { retrieval: stated } = evalCase;
  if (!stated) return [];
  const { minRecall, minPrecision, distractors = [] } = stated;
  const place = stated.relevant === undefined ? 'anyOf' : 'relevant';
  const isListed = wantedSets(evalCase).length > 0;
  return [
    ...(minRecall === undefined
      ? isListed ? [check(`retrieval.${place}`, ['retrieval', place], 'retrievalRecall', (trial) => recallFinding(stated, 1, evalCase, trial), false)] : []
      : [check('retrieval.minRecall', ['retrieval', 'minRecall'], 'retrievalRecall', (trial) => recallFinding(stated, minRecall, evalCase, trial))]),
    ...(minPrecision === undefined ? [] : [check('retrieval.minPrecision', ['retrieval', 'minPrecision'], 'retrievalPrecision', (trial) => precisionFinding(stated, minPrecision, evalCase, trial))]),
    ...(distractors.length === 0 ? [] : [check('retrieval.distractors', ['retrieval', 'distractors'], null, (trial) => distractorFinding(distractors, stated, trial), false)]),
  ];
}

const metric = (id: string, measure: Measure, as: Partial<MetricInfo> = {}): MetricInfo => ({
  id, unit: 'share', direction: 'up', basis: 'case', section: '6', ...as,
  measure(evalCase, trial, { gain }) {
    const ranking = rankingOf(evalCase, trial);
    const stated = evalCase.retrieval ?? {};
    return ranking && !gap(stated, trial, ranking) ? measure(ranking, stated.k, gain) : null;
  },
});

/** `retrieval`: which documents were found, and how far up (METRICS 6). Without a least share it is reported and decides nothing. */
export const retrieval: Evaluator = {
  id: 'retrieval',
  metrics: [metric('retrievalRecall', retrievalRecall), metric('retrievalPrecision', retrievalPrecision), metric('mrr', meanReciprocal), metric('ndcg', ndcg), metric('staleHits', staleHits, { unit: 'count', direction: 'down' })],
  plan,
};

