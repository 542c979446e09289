import type { EvalCase } from '../model/evalCase.ts';
import type { Trial } from '../model/trace.ts';
import { referenceContradicted } from './answer.ts';
import { showValue } from './canonical.ts';
import { citationsOf, type Citations } from './citedIn.ts';
import type { Check, Evaluator, Finding, MetricInfo } from './evaluator.ts';
import { check, fail, notMeasured, pass, redactedAt, redactedFinding } from './finding.ts';
import { pairedByName, pathOf, requiredCount } from './path.ts';
import { perTrial } from './planned.ts';
import { quotesOf } from './quotes.ts';
import { lostDocumentField, nameOf, wantedSets } from './retrievedDocuments.ts';

const relevantIds = (evalCase: EvalCase): readonly string[] => wantedSets(evalCase).flat().map(({ id }) => id);
const knownIds = (evalCase: EvalCase): readonly string[] => [...new Set([...relevantIds(evalCase), ...(evalCase.grounding?.mustCite ?? []), ...(evalCase.retrieval?.distractors ?? [])])];

const citations = perTrial((evalCase: EvalCase, trial: Trial): Citations | null => citationsOf(trial, knownIds(evalCase)));
const quotes = perTrial((_evalCase: EvalCase, trial: Trial) => quotesOf(trial));

const noAnswer = 'the run recorded no answer';
const mostShown = 20;
const namesOf = ({ cited }: Citations): string[] => cited.slice(0, mostShown).map(({ name }) => name);
const shown = (found: Citations): string => (found.cited.length === 0 ? 'it cites nothing' : `it cites ${namesOf(found).slice(0, 5).join(', ')}`);
const rounded = (value: number): string => String(Math.round(value * 1000) / 1000);

function mustCite(wanted: readonly string[], evalCase: EvalCase, trial: Trial): Finding {
  const found = citations(evalCase, trial);
  if (!found) return notMeasured(noAnswer);
  const missing = wanted.filter((id) => !found.cited.some(({ name, indices }) => name === id || indices.some((index) => { const document = trial.retrieved?.[index]; return document !== undefined && (document.id === id || nameOf(document) === id); })));
  const compared = { expected: [...wanted], actual: namesOf(found), score: wanted.length === 0 ? 1 : 1 - missing.length / wanted.length, at: trial.answered };
  if (missing.length === 0) return pass('the answer cites what it must', compared);
  if (redactedAt(trial, 'output') !== undefined) return redactedFinding('part of the answer', compared);
  return fail(`the answer does not cite ${missing.join(', ')}; ${shown(found)}`, compared);
}

/** Citations of what was never retrieved (METRICS 7); null where that cannot be told. */
function fabricated(evalCase: EvalCase, trial: Trial): readonly string[] | null {
  const found = citations(evalCase, trial);
  if (!found) return null;
  if (found.cited.length === 0) return [];
  return trial.retrieved === null ? null : found.cited.flatMap(({ name, indices }) => (indices.length === 0 ? [name] : []));
}

const namingFields = ['id', 'source', 'metadata'];

function onlyRetrieved(evalCase: EvalCase, trial: Trial): Finding {
  const found = citations(evalCase, trial);
  if (!found) return notMeasured(noAnswer);
  const invented = fabricated(evalCase, trial);
  const compared = { expected: (trial.retrieved ?? []).slice(0, mostShown).map(nameOf), actual: namesOf(found), at: trial.answered };
  if (invented === null) return notMeasured('the run recorded no retrieval', compared);
  const [first] = invented;
  if (first === undefined) return pass(found.cited.length === 0 ? 'the answer cites nothing' : 'everything that is cited was retrieved', compared);
  const lost = lostDocumentField(trial, namingFields);
  return lost === undefined ? fail(`the answer cites ${showValue(first)}, which was never retrieved`, compared) : redactedFinding(lost, compared);
}

/** Share of citations that were retrieved, and are relevant where the case says what is (METRICS 7); null where nothing is cited. */
function citationPrecision(evalCase: EvalCase, trial: Trial): number | null {
  const found = citations(evalCase, trial);
  if (!found || found.cited.length === 0 || trial.retrieved === null) return null;
  const relevant = new Set(relevantIds(evalCase));
  const good = found.cited.filter(({ indices }) => indices.length > 0 && (relevant.size === 0 || indices.some((index) => { const name = nameOf(trial.retrieved?.[index] ?? { id: null, source: null }); return name !== null && relevant.has(name); })));
  return good.length / found.cited.length;
}

/** Share of quotes that stand in the document they are from; null where nothing is quoted, or a text is not known. */
function quoted(evalCase: EvalCase, trial: Trial): number | null {
  const all = quotes(evalCase, trial);
  if (!all || all.length === 0 || all.some(({ found }) => found === null)) return null;
  return all.filter(({ found }) => found).length / all.length;
}

function quotesFinding(least: number, evalCase: EvalCase, trial: Trial): Finding {
  if (trial.output === null) return notMeasured(noAnswer);
  const all = quotes(evalCase, trial);
  if (!all) return notMeasured('the run recorded no retrieval');
  if (all.length === 0) return notMeasured('the answer quotes nothing');
  const share = quoted(evalCase, trial);
  if (share === null) return notMeasured('the text of a quoted document was not recorded');
  const wrong = all.find(({ found }) => !found);
  const compared = { expected: least, actual: share, score: share, at: trial.answered };
  if (share >= least || !wrong) return pass(share === 1 ? 'every quote stands in its document' : `grounded ${rounded(share)}, at least ${least}`, compared);
  const lost = lostDocumentField(trial, ['content']);
  if (lost !== undefined) return redactedFinding(lost, compared);
  const from = wrong.from.slice(0, 3).map((index) => nameOf(trial.retrieved?.[index] ?? { id: null, source: null }) ?? `document ${index + 1}`);
  return fail(`the quote ${showValue(wrong.passage)} does not stand in ${from.length === 0 ? 'any retrieved document' : from.join(' or ')}`, compared);
}

function groundedFinding(least: number, evalCase: EvalCase, trial: Trial): Finding {
  const found = citations(evalCase, trial);
  if (!found) return notMeasured(noAnswer);
  const share = citationPrecision(evalCase, trial);
  if (share === null) return notMeasured(found.cited.length === 0 ? 'the answer cites nothing' : 'the run recorded no retrieval');
  const compared = { expected: least, actual: share, score: share, at: trial.answered };
  if (share >= least) return pass(`${rounded(share)} of the citations are grounded, at least ${least}`, compared);
  const lost = lostDocumentField(trial, namingFields);
  if (lost !== undefined) return redactedFinding(lost, compared);
  const relevant = new Set(relevantIds(evalCase));
  const wrong = found.cited.find(({ name, indices }) => indices.length === 0 || (relevant.size > 0 && !relevant.has(name)));
  return fail(`${wrong ? `${showValue(wrong.name)} is cited and ${wrong.indices.length === 0 ? 'was never retrieved' : 'is not relevant'}` : 'not every citation is grounded'} (grounded ${rounded(share)}, at least ${least})`, compared);
}

function plan(evalCase: EvalCase): readonly Check[] {
  const { grounding: stated } = evalCase;
  if (!stated) return [];
  const { method = 'citation', minGrounded, mustCite: wanted } = stated;
  return [
    ...(wanted && wanted.length > 0 ? [check('grounding.mustCite', ['grounding', 'mustCite'], 'groundingAccuracy', (trial) => mustCite(wanted, evalCase, trial))] : []),
    ...(method === 'citation' ? [check('grounding.citations', ['grounding'], 'fabricatedCitations', (trial) => onlyRetrieved(evalCase, trial))] : []),
    ...(method === 'citation' && minGrounded !== undefined ? [check('grounding.minGrounded', ['grounding', 'minGrounded'], 'citationPrecision', (trial) => groundedFinding(minGrounded, evalCase, trial))] : []),
    ...(method === 'quote' ? [check('grounding.quotes', minGrounded === undefined ? ['grounding', 'method'] : ['grounding', 'minGrounded'], 'quotesGrounded', (trial) => quotesFinding(minGrounded ?? 1, evalCase, trial))] : []),
  ];
}

/** 1 when all that must be cited is, and nothing else than what was retrieved (by quotes: every quote stands in its document). */
function groundingAccuracy(evalCase: EvalCase, trial: Trial): number | null {
  const { grounding: stated } = evalCase;
  if (!stated || stated.method === 'judge') return null;
  const { mustCite: wanted = [] } = stated;
  const cites = wanted.length === 0 ? null : mustCite(wanted, evalCase, trial).outcome;
  if (cites === 'fail') return 0;
  if (cites !== null && cites !== 'pass') return null;
  if (stated.method === 'quote') {
    const share = quoted(evalCase, trial);
    return share === null ? null : Number(share === 1);
  }
  if (cites === null && citations(evalCase, trial)?.cited.length === 0) return null;
  const invented = onlyRetrieved(evalCase, trial).outcome;
  return invented === 'pass' ? 1 : invented === 'fail' ? 0 : null;
}

/** An expected tool was never called, and what the answer claims instead is known to be wrong; undefined where the case says neither. */
function assertedWithoutCall(evalCase: EvalCase, trial: Trial): boolean | null | undefined {
  const path = trial.callsUnknown ? undefined : pathOf(evalCase, trial);
  const contradicted = referenceContradicted(evalCase, trial);
  if (contradicted === undefined || (!path && !trial.callsUnknown) || (path && requiredCount(path) === 0)) return undefined;
  if (!path) return contradicted === false ? false : null;
  return pairedByName(path) < requiredCount(path) ? contradicted : false;
}

/** METRICS 7 without a judge: a fabricated citation, or a value asserted without the call that provides it. Anything true makes it true. */
function hallucination(evalCase: EvalCase, trial: Trial): number | null {
  const invented = fabricated(evalCase, trial);
  const asserted = assertedWithoutCall(evalCase, trial);
  if (asserted === true || (invented !== null && invented.length > 0)) return 1;
  return invented === null || asserted === null ? null : 0;
}

const metric = (id: string, unit: MetricInfo['unit'], direction: MetricInfo['direction'], basis: MetricInfo['basis'], measure: MetricInfo['measure']): MetricInfo => ({ id, unit, direction, basis, section: '7', measure });

/** `grounding`: what the answer cites and quotes (METRICS 7). Citations and quotes are found by the code that marks them for readers. */
export const grounding: Evaluator = {
  id: 'grounding',
  metrics: [
    metric('groundingAccuracy', 'boolean', 'up', 'case', groundingAccuracy),
    metric('citationPrecision', 'share', 'up', 'case', (evalCase, trial) => (evalCase.grounding ? citationPrecision(evalCase, trial) : null)),
    metric('citationRecall', 'share', 'up', 'case', (evalCase, trial) => (evalCase.grounding?.mustCite?.length ? mustCite(evalCase.grounding.mustCite, evalCase, trial).score : null)),
    metric('quotesGrounded', 'share', 'up', 'record', quoted),
    metric('fabricatedCitations', 'count', 'down', 'record', (evalCase, trial) => fabricated(evalCase, trial)?.length ?? null),
    metric('hallucinationRate', 'boolean', 'down', 'case', hallucination),
  ],
  plan,
};
