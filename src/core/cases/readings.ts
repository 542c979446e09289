import type { CaseStatus, EvalCase, FailureObserved, Step } from '../model/evalCase.ts';
import { isJsonMap, type Json } from '../model/json.ts';
import type { Epochs } from '../model/result.ts';

/** What a case means where several spellings say the same (CASES section 2). */

/** `failureWeObserved`, a plain text read as its summary; null when the case was not built from a failure. */
export function failureOf(evalCase: EvalCase): FailureObserved | null {
  const { failureWeObserved } = evalCase;
  if (failureWeObserved === undefined) return null;
  return typeof failureWeObserved === 'string' ? { summary: failureWeObserved } : failureWeObserved;
}

export type GroundTruth = { readonly value: Json; readonly asOf?: string; readonly source?: string };

const wrapperKeys = new Set(['value', 'asOf', 'source', 'confidence']);

/** `groundTruth`, bare or as `{value, asOf, source}`; null when there is none. A map with other keys is itself the value. */
export function groundTruthOf(evalCase: EvalCase): GroundTruth | null {
  const given = evalCase.groundTruth as Json | undefined;
  if (given === undefined) return null;
  if (!isJsonMap(given) || !Object.hasOwn(given, 'value') || Object.keys(given).some((key) => !wrapperKeys.has(key))) return { value: given };
  const { value = null, asOf, source } = given;
  return { value, ...(typeof asOf === 'string' ? { asOf } : {}), ...(typeof source === 'string' ? { source } : {}) };
}

/** The tools `expectedTool` names; null when no tool may be called, undefined when it says nothing. */
export function expectedToolsOf(evalCase: EvalCase): readonly string[] | null | undefined {
  const { expectedTool } = evalCase;
  return typeof expectedTool === 'string' ? [expectedTool] : expectedTool;
}

/** The steps of the reference path that must occur. */
export function requiredSteps(evalCase: EvalCase): readonly Step[] {
  return (evalCase.trajectory?.steps ?? []).filter((step) => step.optional !== true && step.min !== 0);
}

/** The rewordings of a case by the ids that its trials name: their own, else their place from 1. */
export function variantsOf({ variants = [] }: EvalCase): readonly { readonly id: string; readonly query: string }[] {
  return variants.map((variant, at) => (typeof variant === 'string' ? { id: String(at + 1), query: variant } : { id: variant.id ?? String(at + 1), query: variant.query }));
}

/** The last user message: `query`, else the text of the last of `messages`. */
export function queryOf(evalCase: EvalCase): string {
  if (evalCase.query !== undefined) return evalCase.query;
  const content = evalCase.messages?.at(-1)?.content ?? '';
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (isJsonMap(part) && typeof part['text'] === 'string' ? [part['text']] : [])).join('\n');
}

const titleLength = 60;

export function titleOf(evalCase: EvalCase): string {
  if (evalCase.title !== undefined) return evalCase.title;
  const query = queryOf(evalCase);
  return query.length <= titleLength ? query : `${query.slice(0, titleLength - 1).trimEnd()}…`;
}

/** The status that counts (CASES 3): a case built from a failure is a draft until its proof holds. */
export function statusOf(evalCase: EvalCase, proofHolds: boolean): CaseStatus {
  const { status = 'active' } = evalCase;
  return status === 'active' && failureOf(evalCase) !== null && !proofHolds ? 'draft' : status;
}

/** How often a case is tried, and how its trials become one outcome. `k` is the count where none is given. */
export function epochsOf(evalCase: EvalCase): Epochs {
  const { epochs = 1 } = evalCase;
  if (typeof epochs === 'number') return { count: epochs, reducer: 'all', k: epochs };
  const count = epochs.count ?? 1;
  return { count, reducer: epochs.reducer ?? 'all', k: epochs.k ?? count };
}
