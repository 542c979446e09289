import { ndcgAt } from '../../../src/core/evaluators/ranking.ts';
import { isJsonMap, type Json, type JsonMap } from '../../../src/core/model/json.ts';
import type { Adapter, Vector } from '../vector.ts';
import { hold, list, map } from './held.ts';

const idsIn = (value: Json | undefined): readonly string[] => list(value).map(String);

/** One query as a case and a run, measured by the product. */
function measured(relevant: readonly string[], retrieved: readonly string[], k: number | undefined): Readonly<Record<string, number | null>> {
  const given: JsonMap = { retrieval: { relevant: [...new Set(relevant)], ...(k === undefined ? {} : { k }) } };
  const documents = retrieved.map((id) => ({ id, content: null, score: null, version: null, updatedAt: null, source: null, metadata: {} }));
  return hold({ given, trial: { retrieved: documents } }).metrics;
}

type Query = { readonly relevant: readonly string[]; readonly retrieved: readonly string[] };

function queriesOf({ expected, actual }: Vector): readonly Query[] {
  const [relevant, retrieved] = [list(map(expected)['relevant']), list(actual['retrieved'])];
  if (!Array.isArray(relevant[0])) return [{ relevant: idsIn(relevant), retrieved: idsIn(retrieved) }];
  return relevant.map((each, index) => ({ relevant: idsIn(each), retrieved: idsIn(retrieved[index]) }));
}

const of = (metrics: Readonly<Record<string, number | null>>, id: string): number => {
  const value = metrics[id];
  if (value === null || value === undefined) throw new Error(`${id} was not measured`);
  return value;
};

/** Each by what Casebook measures: hits are precision by k, a hit is one of them or more, R-precision has as many places as there are relevant documents. */
const measures: Readonly<Record<string, (query: Query, k: number | undefined) => number>> = {
  'mean_hits@k': ({ relevant, retrieved }, k) => of(measured(relevant, retrieved, k), 'retrievalPrecision') * (k ?? 0),
  'mean_hit_rate@k': ({ relevant, retrieved }, k) => Number(of(measured(relevant, retrieved, k), 'retrievalPrecision') > 0),
  mean_precision: ({ relevant, retrieved }, k) => of(measured(relevant, retrieved, k), 'retrievalPrecision'),
  mean_recall: ({ relevant, retrieved }, k) => of(measured(relevant, retrieved, k), 'retrievalRecall'),
  'recall@k': ({ relevant, retrieved }, k) => of(measured(relevant, retrieved, k), 'retrievalRecall'),
  'mrr@k': ({ relevant, retrieved }, k) => of(measured(relevant, retrieved, k), 'mrr'),
  r_precision: ({ relevant, retrieved }) => of(measured(relevant, retrieved, relevant.length), 'retrievalPrecision'),
};

const retrieval: Adapter = (vector) => {
  const { mode, expected, actual, args } = vector;
  const k = args['k'] === undefined ? undefined : Number(args['k']);
  const graded = map(expected)['relevant'];
  if (mode === 'ndcg_exp@k' && isJsonMap(graded)) {
    const gains = idsIn(actual['retrieved']).map((id) => Number(graded[id] ?? 0));
    return { values: { score: ndcgAt(gains, Object.values(graded).map(Number), k, 'exp') ?? null } };
  }
  const measure = measures[mode ?? ''];
  if (!measure) throw new Error(`No measure of retrieval for ${mode}`);
  const scores = queriesOf(vector).map((query) => measure(query, k));
  return { values: { score: scores.reduce((sum, score) => sum + score, 0) / scores.length } };
};

export const retrievalAdapters: Readonly<Record<string, Adapter>> = { retrieval };
