import { resolve } from 'node:path';
import { parse } from 'yaml';
import { catalogueEntries, schemaOfTool } from '../core/cases/toolCatalogue.ts';
import { wrongOptions } from '../core/evaluators/optionValues.ts';
import { defaultOptions, type EvaluatorOptions, type KnownTool } from '../core/evaluators/evaluator.ts';
import type { Config } from '../core/model/config.ts';
import { isJsonMap } from '../core/model/json.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import type { EngineContext } from './context.ts';

function readCatalogue(file: string, { workspace }: Pick<EngineContext, 'workspace'>): unknown {
  const path = resolve(workspace.folder, file);
  const text = workspace.read(path);
  if (text === undefined) throw new UserError('no-tools-file', `config.yaml names the tool catalogue ${file}, which does not exist.`, 'Correct tools, or take it out.');
  try {
    return parse(text) as unknown;
  } catch (error) {
    throw new UserError('broken-tools-file', `The tool catalogue ${file} cannot be read: ${messageOf(error).split('\n')[0] ?? ''}`, 'Write it as a JSON or YAML list of {name, description, schema}.');
  }
}

/** Tools by name, with what their calls are held against; `traces` names none, as their schemas stand in the index. */
function knownTools(config: Config, context: Pick<EngineContext, 'workspace'>): ReadonlyMap<string, KnownTool> {
  const { tools } = config;
  const catalogue = typeof tools === 'string' ? (tools === 'traces' ? [] : readCatalogue(tools, context)) : tools;
  return new Map(
    catalogueEntries(catalogue).flatMap((entry): [string, KnownTool][] => {
      if (!isJsonMap(entry) || typeof entry['name'] !== 'string') return [];
      return [[entry['name'], { schema: schemaOfTool(entry), mutates: entry['mutates'] === true }]];
    }),
  );
}

/** `evaluators` and `tools` of config.yaml, as far as evaluators read them: enough for checks. */
export function evaluatorOptionsOf(context: Pick<EngineContext, 'workspace' | 'config'>): EvaluatorOptions {
  const config = context.config();
  const { evaluators = {} } = config;
  const [wrong] = wrongOptions(evaluators);
  if (wrong) throw new UserError('broken-config', `config.yaml: evaluators.${wrong.message}`, 'Correct it, or take it out.');
  const { counting, strict, countMissing, gain } = evaluators;
  return {
    counting: counting === 'set' ? 'set' : defaultOptions.counting, strict: strict === true, countMissing: countMissing === true, gain: gain === 'exp' ? 'exp' : 'linear', tools: knownTools(config, context),
  };
}

/** The same with `tiers` of release.yaml, which say when the task of a run is completed. */
export function runOptionsOf(context: Pick<EngineContext, 'workspace' | 'config' | 'release'>): EvaluatorOptions {
  const { tiers } = context.release();
  return { ...evaluatorOptionsOf(context), ...(tiers === undefined ? {} : { tiers }) };
}
