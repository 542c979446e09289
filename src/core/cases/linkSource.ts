import type { EvalCase } from '../model/evalCase.ts';
import type { Json } from '../model/json.ts';
import type { TextEdit } from '../model/problem.ts';
import { applyEdits, editBetween, findCase, removeIn, setIn } from './edit.ts';

/** What a source says of one trace alone: of another it does not hold. */
const ofOneTrace = ['traceId', 'runId', 'spanId', 'file', 'capturedAt', 'sha256', 'importer', 'userRole', 'proof'] as const;

/**
 * The edits that make a case name this trace as the one it comes from; what else its source says stays.
 * Throws a UserError when the text holds no such case.
 */
export function linkSource(text: string, caseId: string, source: NonNullable<EvalCase['source']>): readonly TextEdit[] {
  const stated = findCase(text, caseId).node.byKey.get('source')?.value;
  if (stated?.kind !== 'map' || stated.entries.length === 0) return setIn(text, caseId, ['source'], source as Json);
  const linked = ofOneTrace.reduce((now, key) => {
    const value = source[key];
    return applyEdits(now, value === undefined ? removeIn(now, caseId, ['source', key]) : setIn(now, caseId, ['source', key], value as Json));
  }, text);
  return editBetween(text, linked);
}
