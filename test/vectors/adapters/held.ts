import { validateCases } from '../../../src/core/cases/validate.ts';
import { evaluate, type Evaluation } from '../../../src/core/evaluators/evaluate.ts';
import type { EvaluatorOptions } from '../../../src/core/evaluators/evaluator.ts';
import type { EvalCase } from '../../../src/core/model/evalCase.ts';
import { isJsonMap, type Json, type JsonMap } from '../../../src/core/model/json.ts';
import { trialFrom, type TrialFixture } from '../../core/evaluators/trials.ts';
import type { Ours } from '../vector.ts';

/** A vector's input as a case file and a trial, evaluated as the product does it. */
export type Held = { readonly given: JsonMap; readonly trial?: TrialFixture; readonly options?: EvaluatorOptions };

/** The first error that the validator finds in a case; undefined when it may run. */
export function refusalOf(given: JsonMap): string | undefined {
  const [file] = validateCases([{ file: 'vector.case.json', text: JSON.stringify({ id: 'vector', query: 'q', kind: 'capability', ...given }) }]);
  const error = file?.problems.find((problem) => problem.severity === 'error');
  return error && `${error.code} ${error.message}`;
}

export function hold({ given, trial = {}, options }: Held): Evaluation {
  return evaluate({ id: 'vector', query: 'q', ...given } as EvalCase, trialFrom(trial), options);
}

export const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
export const map = (value: Json | undefined): JsonMap => (isJsonMap(value) ? value : {});
export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Outcome and score of one check as `pass` and `score`. */
export const values = (pass: boolean, score: Json = pass ? 1 : 0): Ours => ({ values: { pass, score } });

/** Tool names, or calls with a name, as calls of a trial. */
export function calls(value: Json | undefined): NonNullable<TrialFixture['calls']> {
  return list(value).map((each) => {
    if (typeof each === 'string') return each;
    const { name, type, args, argsJson, result } = map(each);
    const parsed = typeof argsJson === 'string' ? (JSON.parse(argsJson) as Json) : args;
    return { name: typed(name, type), ...(parsed === undefined ? {} : { args: parsed }), ...(result === undefined ? {} : { result }) };
  });
}

/** A type that was recorded is part of a tool's identity. */
const typed = (name: Json | undefined, type: Json | undefined): string => (typeof type === 'string' ? `${type}:${text(name)}` : text(name));

/** Tool names, or calls, as steps. */
export function steps(value: Json | undefined): readonly JsonMap[] {
  return list(value).map((each) => {
    if (typeof each === 'string') return { tool: each };
    const { name, type, args } = map(each);
    return { tool: typed(name, type), ...(args === undefined ? {} : { args }) };
  });
}
