import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { compileSchema } from '../../evaluators/jsonSchema.ts';
import { nearest } from '../../support/nearest.ts';
import type { CasePath } from '../../model/result.ts';
import { didYouMean } from '../words.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

/** The form of a structured output. */
export const contract: Rule = {
  codes: {
    CB309: 'A path is not in the schema of the output contract.',
    CB312: 'The schema is not a valid JSON Schema.',
    CB313: 'The schema\'s file is not there.',
    CB314: 'The schema lets unknown fields pass.',
  },
  *check(view, { fileExists }) {
    const { outputContract, answer } = view.value;
    const schema = outputContract?.schema;
    const file = typeof schema === 'string' ? schema : isJsonMap(schema) && typeof schema['$ref'] === 'string' && !schema['$ref'].startsWith('#') ? schema['$ref'] : undefined;
    if (file !== undefined) {
      if (fileExists && !/^[a-z]+:/i.test(file) && !fileExists(file)) yield { code: 'CB313', at: typeof schema === 'string' ? ['outputContract', 'schema'] : ['outputContract', 'schema', '$ref'], message: `${file} is not there.` };
      return;
    }
    if (!isJsonMap(schema)) return;
    const compiled = compileSchema(schema);
    if ('error' in compiled) {
      yield { code: 'CB312', at: { key: ['outputContract', 'schema'] }, message: `Not a valid JSON Schema: ${compiled.error}.` };
      return;
    }
    if (schema['type'] === 'object' && isJsonMap(schema['properties']) && schema['additionalProperties'] === undefined && schema['unevaluatedProperties'] === undefined) {
      yield { code: 'CB314', at: { key: ['outputContract', 'schema'] }, message: 'Unknown fields pass this schema. Close it with additionalProperties: false.', fixes: view.set('Add additionalProperties: false', ['outputContract', 'schema', 'additionalProperties'], false) };
    }
    if (answer?.path !== undefined) yield* pointer(view, schema, ['answer', 'path'], answer.path);
    if (outputContract?.minConfidence) yield* pointer(view, schema, ['outputContract', 'minConfidence', 'path'], outputContract.minConfidence.path);
  },
};

/** Follows a JSON pointer through `properties` and `items`; where the schema says it in another way, nothing is known. */
function* pointer(view: CaseView, schema: JsonMap, at: CasePath, path: string): Iterable<Finding> {
  let here: Json | undefined = schema;
  const keys = path === '' ? [] : path.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (path !== '' && !path.startsWith('/')) {
    yield { code: 'CB309', at, message: `A path is a JSON pointer: write /${path}.`, fixes: view.set(`Change to /${path}`, at, `/${path}`) };
    return;
  }
  for (const [index, key] of keys.entries()) {
    if (!isJsonMap(here)) return;
    const properties: Json | undefined = here['properties'];
    if (isJsonMap(properties) && Object.hasOwn(properties, key)) here = properties[key];
    else if (here['type'] === 'array' && /^\d+$/.test(key)) here = here['items'];
    else if (!isJsonMap(properties) || ['$ref', 'anyOf', 'oneOf', 'allOf', 'patternProperties', 'if', '$dynamicRef'].some((word) => Object.hasOwn(here as JsonMap, word)) || isJsonMap(here['additionalProperties'])) return;
    else {
      const meant = nearest(key, Object.keys(properties));
      const mended = meant === undefined ? undefined : `/${keys.toSpliced(index, 1, meant).join('/')}`;
      yield { code: 'CB309', at, message: `The contract's schema has no ${key}.${didYouMean(meant)}`, fixes: mended === undefined ? [] : view.set(`Change to ${mended}`, at, mended) };
      return;
    }
  }
}
