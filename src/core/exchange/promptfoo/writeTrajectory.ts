import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { isLiteral, literalArgs } from '../literals.ts';

export type Assertion = JsonMap & { readonly type: string };

/** What promptfoo checks on the calls of a run. Nothing here asks for more than the case does. */
export function writeTrajectory(value: JsonMap): readonly Assertion[] {
  const trajectory = isJsonMap(value['trajectory']) ? value['trajectory'] : {};
  const steps = listOf(trajectory['steps']).filter(isJsonMap);
  const { maxCalls } = trajectory;
  return [
    ...writeExpectedTool(value['expectedTool']),
    ...writeOrder(steps, trajectory),
    ...steps.filter((step) => !mayBeAbsent(step)).flatMap((step) => writeArguments(step, trajectory)),
    ...listOf(trajectory['forbidden']).flatMap(writeForbidden),
    ...(typeof maxCalls === 'number' ? [{ type: 'trajectory:step-count', value: { type: 'tool', max: maxCalls } }] : []),
  ];
}

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

function writeExpectedTool(expected: Json | undefined): readonly Assertion[] {
  if (expected === undefined || (Array.isArray(expected) && expected.length === 0)) return [];
  return [expected === null ? { type: 'not-trajectory:tool-used', value: { pattern: '*' } } : { type: 'trajectory:tool-used', value: expected }];
}

const mayBeAbsent = (step: JsonMap): boolean => step['optional'] === true || step['min'] === 0;
const isOneCall = (step: JsonMap): boolean => typeof step['tool'] === 'string' && (step['min'] ?? 1) === 1 && (step['max'] ?? 1) === 1 && step['after'] === undefined;

function writeOrder(steps: readonly JsonMap[], { mode = 'any_order' }: JsonMap): readonly Assertion[] {
  if (mode === 'exact' && steps.length > 0 && steps.every((step) => isOneCall(step) && !mayBeAbsent(step))) {
    return [{ type: 'trajectory:tool-sequence', value: { mode, steps: steps.map((step) => step['tool'] ?? '') } }];
  }
  const required = steps.filter((step) => !mayBeAbsent(step) && typeof step['tool'] === 'string');
  if (mode === 'in_order' || mode === 'exact') {
    // Under in_order a step that names what it comes after may stand elsewhere.
    if (required.length === 0 || required.some((step) => step['after'] !== undefined)) return [];
    return [{ type: 'trajectory:tool-sequence', value: { mode: 'in_order', steps: required.map((step) => step['tool'] ?? '') } }];
  }
  if (mode === 'subset') return [];
  return required.filter((step) => !isJsonMap(step['args'])).map((step) => ({
    type: 'trajectory:tool-used',
    value: { name: step['tool'] ?? '', ...(step['min'] === undefined ? {} : { min: step['min'] }) },
  }));
}

/** Matchers stay with us: a partial comparison is made of the other arguments. */
function writeArguments(step: JsonMap, trajectory: JsonMap): readonly Assertion[] {
  const { tool, args, defaultArgs } = step;
  const mode = step['argsMatch'] ?? trajectory['argsMatch'] ?? 'partial';
  if (typeof tool !== 'string' || !isJsonMap(args) || (mode !== 'partial' && mode !== 'exact') || trajectory['coerce'] === 'loose') return [];
  const literal = literalArgs(args);
  if (!isLiteral(args) && (mode === 'exact' || Object.keys(literal).length === 0)) return [];
  const ignore = [...listOf(trajectory['ignoreArgs']), ...listOf(step['ignoreArgs'])];
  return [{
    type: 'trajectory:tool-args-match',
    value: { name: tool, args: literal, mode, ...(isJsonMap(defaultArgs) ? { defaults: defaultArgs } : {}), ...(ignore.length > 0 ? { ignore } : {}) },
  }];
}

function writeForbidden(rule: Json): readonly Assertion[] {
  if (typeof rule === 'string') return [{ type: 'not-trajectory:tool-used', value: rule }];
  if (!isJsonMap(rule)) return [];
  if (Array.isArray(rule['sequence'])) return [{ type: 'not-trajectory:tool-sequence', value: { mode: 'in_order', steps: rule['sequence'] as Json } }];
  return rule['args'] === undefined && rule['unless'] === undefined && typeof rule['tool'] === 'string' ? [{ type: 'not-trajectory:tool-used', value: { name: rule['tool'] } }] : [];
}
