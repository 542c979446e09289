import { dirname, resolve } from 'node:path';
import { schemaFileOf } from '../core/evaluators/outputContract.ts';
import type { EvalCase } from '../core/model/evalCase.ts';
import { isJsonMap } from '../core/model/json.ts';
import type { Workspace } from './workspace.ts';

/** A case whose output schema stands in another file gets that file's content; where it cannot be read, the check says so. */
export function inlineSchema(evalCase: EvalCase, file: string, workspace: Workspace): EvalCase {
  const { outputContract } = evalCase;
  const name = schemaFileOf(outputContract?.schema);
  if (!outputContract || name === undefined) return evalCase;
  const text = workspace.read(resolve(dirname(file), name));
  if (text === undefined) return evalCase;
  try {
    const schema: unknown = JSON.parse(text);
    return typeof schema === 'boolean' || isJsonMap(schema) ? { ...evalCase, outputContract: { ...outputContract, schema } } : evalCase;
  } catch {
    return evalCase; // CB312 names the place in the editor; here the check reports the file
  }
}
