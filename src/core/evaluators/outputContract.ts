import type { EvalCase } from '../model/evalCase.ts';
import { isJsonMap, type Json, type JsonMap } from '../model/json.ts';
import type { Trial } from '../model/trace.ts';
import type { Check, Evaluator, Finding, MetricInfo } from './evaluator.ts';
import { broken, check, fail, findingOf, notMeasured, pass, redactedAt, redactedFinding, scoreOf } from './finding.ts';
import { atPointer, parseOutput } from './jsonOutput.ts';
import { compileSchema } from './jsonSchema.ts';
import { planned } from './planned.ts';
import { matchSaid } from './answerMatch.ts';

type Contract = NonNullable<EvalCase['outputContract']>;

/** A schema that stands in another file: whoever reads the case puts its content in place. */
export const schemaFileOf = (schema: Contract['schema']): string | undefined => {
  if (typeof schema === 'string') return schema;
  const ref = isJsonMap(schema) && Object.keys(schema).length === 1 ? schema['$ref'] : undefined;
  return typeof ref === 'string' && !ref.startsWith('#') ? ref : undefined;
};

function validity(schema: boolean | JsonMap, trial: Trial): Finding {
  if (trial.output === null) return notMeasured('the run recorded no answer');
  if (redactedAt(trial, 'output') !== undefined) return redactedFinding('part of the answer');
  const compared = { expected: schema, actual: trial.output.slice(0, 2000), at: trial.answered };
  const compiled = compileSchema(schema);
  if ('error' in compiled) return broken(`invalid JSON Schema: ${compiled.error}`, compared);
  const parsed = parseOutput(trial.output);
  if (!parsed) return fail('the output is not JSON', compared);
  const wrong = compiled.validate(parsed.value);
  return wrong ? fail(`${wrong.path === '' ? 'the output' : wrong.path}: ${wrong.reason}`, compared) : pass('the output fits the schema', compared);
}

function confidence({ path, min }: NonNullable<Contract['minConfidence']>, contract: Contract, trial: Trial): Finding {
  if (trial.output === null) return notMeasured('the run recorded no answer');
  if (redactedAt(trial, 'output') !== undefined) return redactedFinding('part of the answer');
  const parsed = parseOutput(trial.output);
  const value = parsed && atPointer(parsed.value, path);
  const compared = { expected: min, actual: value ?? null, at: trial.answered };
  // A fallback that stands for an invalid output owes no confidence.
  if (typeof value !== 'number' && contract.fallback?.when === 'invalid' && isFallback(contract.fallback.expect, trial)) return notMeasured('the agreed fallback was given instead', compared);
  if (typeof value !== 'number') return fail(`the output has no number at ${path}`, compared);
  return value >= min ? pass(`confidence ${value}, at least ${min}`, compared) : fail(`confidence ${value}, at least ${min}`, compared);
}

/** Whether the output is the agreed fallback: a matcher on its text, or on the JSON it is. */
function isFallback(expect: Json, trial: Trial): boolean {
  return trial.output !== null && matchSaid(expect, { text: trial.output, value: undefined }).ok;
}

/** A broken contract is no failure where the agreed fallback was given instead (METRICS 7). */
function orFallback(found: Finding, contract: Contract, when: 'invalid' | 'lowConfidence', trial: Trial): Finding {
  const { fallback } = contract;
  if (found.outcome !== 'fail' || !fallback || (fallback.when !== when && fallback.when !== 'any')) return found;
  if (isFallback(fallback.expect, trial)) return pass('the agreed fallback was given', { expected: found.expected, actual: found.actual });
  return { ...found, reason: `${found.reason}; the fallback was not given either` };
}

function schemaCheck(contract: Contract): readonly Check[] {
  const { schema } = contract;
  if (schema === undefined) return [];
  const file = schemaFileOf(schema);
  const path = ['outputContract', 'schema'] as const;
  if (file !== undefined) return [check('outputContract.schema', path, 'contractOrFallback', () => broken(`the schema file ${file} was not found`))];
  if (typeof schema === 'string') return [];
  return [check('outputContract.schema', path, 'contractOrFallback', (trial) => orFallback(validity(schema, trial), contract, 'invalid', trial))];
}

function plan({ outputContract: contract }: EvalCase): readonly Check[] {
  if (!contract) return [];
  const { minConfidence } = contract;
  return [
    ...schemaCheck(contract),
    ...(minConfidence ? [check('outputContract.minConfidence', ['outputContract', 'minConfidence'], 'contractOrFallback', (trial) => orFallback(confidence(minConfidence, contract, trial), contract, 'lowConfidence', trial))] : []),
  ];
}

function contractValid({ outputContract: contract }: EvalCase, trial: Trial): number | null {
  const schema = contract?.schema;
  if (schema === undefined || typeof schema === 'string' || schemaFileOf(schema) !== undefined) return null;
  return scoreOf(validity(schema, trial).outcome);
}

function contractOrFallback(evalCase: EvalCase, trial: Trial): number | null {
  const checks = planned(plan, evalCase).map((each) => ({ id: each.id, found: findingOf(each, trial) }));
  if (checks.some(({ found }) => found.outcome === 'fail')) return 0;
  const [schema] = checks;
  // Where the fallback stood for an invalid output, nothing more is asked.
  const decisive = schema?.found.outcome === 'pass' && evalCase.outputContract?.fallback?.when === 'invalid' && contractValid(evalCase, trial) === 0 ? [schema] : checks;
  return decisive.length > 0 && decisive.every(({ found }) => found.outcome === 'pass') ? 1 : null;
}

/** Whether the run fell back: as it says itself, or as the contract would have it look. */
function fellBack({ outputContract: contract }: EvalCase, trial: Trial): number | null {
  if (trial.fallback === true || trial.terminal === 'fallback') return 1;
  if (contract?.fallback && trial.output !== null && redactedAt(trial, 'output') === undefined) return Number(isFallback(contract.fallback.expect, trial));
  return trial.fallback === null && trial.terminal === null ? null : 0;
}

const metric = (id: string, measure: MetricInfo['measure']): MetricInfo => ({ id, unit: 'boolean', direction: 'up', basis: 'case', section: '7', measure });

/** `outputContract`: the form the output must have (METRICS 7). */
export const outputContract: Evaluator = { id: 'outputContract', metrics: [metric('contractValid', contractValid), metric('contractOrFallback', contractOrFallback), { ...metric('fallbackRate', fellBack), direction: 'down', basis: 'record' }], plan };
