import type { Field } from '../core/cases/fields.ts';
import { metricNames } from '../core/cases/metricNames.ts';
import { optionNames, optionValues } from '../core/evaluators/optionValues.ts';
import { isJsonMap } from '../core/model/json.ts';
import { namesOf } from './fieldScope.ts';
import { pricedModels } from './knownConfigValues.ts';
import { argumentsOf, knownTool, typeWords, typicalValues } from './knownTools.ts';
import { metricWords } from './metricWords.ts';
import { argumentPathOf, namesAt } from './place.ts';
import type { Place } from './place.ts';
import { argumentWords } from './toolWords.ts';

/** A key that the workspace knows for a map whose keys are free. */
export type KnownKey = {
  readonly key: string;
  readonly detail: string;
  readonly documentation?: string;
  readonly required: boolean;
  readonly kind: Field['kind'];
  /** Whether its values can be offered at once. */
  readonly hasValues: boolean;
};

/** Matchers whose operand has the keys of the value it is compared with. */
const takesKeys: readonly string[] = ['$subset', '$literal', '$not'];
const plainKey = (key: string, detail: string, kind: Field['kind'] = 'any'): KnownKey => ({ key, detail, required: false, kind, hasValues: false });

/** Keys for arguments of a step's tool, metrics of thresholds, use cases of contracts and the like. Empty where nothing is known. */
export function knownKeys(place: Place): readonly KnownKey[] {
  const { scope, stated, uri, surroundings } = place;
  const names = namesOf(scope.path);
  if (scope.schema === 'case') {
    if (names === 'thresholds') return metricKeys();
    if (names === 'trajectory.forbidden.unless') return [{ ...plainKey('approval', 'only after an approval'), hasValues: true }, { ...plainKey('by', 'role that granted it'), hasValues: true }];
    if (names === 'vars') return [...new Set([...JSON.stringify(stated).matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)].map(([, name = '']) => name))].map((name) => plainKey(name, 'used in the query'));
    return argumentKeys(place);
  }
  if (scope.schema === 'release') {
    if (/^tiers\.[^.]+\.thresholds$/.test(names)) return metricKeys();
    if (names === 'contracts') return namesAt(stated, ['useCases', '*', 'id']).map((id) => plainKey(id, 'use case of this file', 'map'));
  }
  if (scope.schema === 'config') {
    if (names === 'evaluators') return optionNames.map((option) => ({ ...plainKey(option, optionValues[option].meaning), hasValues: true }));
    if (names === 'prices' || names === 'windows') return pricedModels().map((model) => plainKey(model, names === 'prices' ? 'has a built-in price' : 'model', names === 'prices' ? 'map' : 'number'));
  }
  return [];

  function metricKeys(): readonly KnownKey[] {
    return metricNames.map((metric) => plainKey(metric, metricWords(metric), 'number'));
  }

  function argumentKeys({ textAt }: Place): readonly KnownKey[] {
    const inside = argumentPathOf(scope.path);
    const last = scope.path.at(-1);
    if (!inside || typeof last !== 'string' || (last.startsWith('$') && !takesKeys.includes(last))) return [];
    const tool = knownTool(textAt([...inside.step, 'tool']), uri, surroundings);
    if (!tool) return [];
    return argumentsOf(tool, inside.names).map((argument): KnownKey => {
      const type = typeWords(argument);
      const isText = type === null || type.split(' | ').includes('string');
      const kind = argument.schema?.['type'];
      return {
        key: argument.name, required: argument.required, documentation: argumentWords(argument, tool), hasValues: typicalValues(argument).length > 0,
        detail: `${type ?? 'seen in calls'}${argument.required ? ', required' : ''}`,
        kind: kind === 'array' ? 'list' : kind === 'object' || isJsonMap(argument.schema?.['properties']) ? 'map' : isText ? 'text' : 'any',
      };
    });
  }
}
