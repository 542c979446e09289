import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Json, JsonMap } from '../model/json.ts';
import { messageOf } from '../support/errors.ts';
import { canonicalJson, showValue } from './canonical.ts';
import { compileRegex } from './regex.ts';

export type SchemaCheck = {
  /** Undefined when the value fits; else the first place that does not, and why. */
  validate(value: Json): { readonly path: string; readonly reason: string } | undefined;
};

const known = new Map<string, SchemaCheck | { readonly error: string }>();

/** `/items/0/name` as `items[0].name`. */
function readable(pointer: string): string {
  return pointer.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')).reduce((path, key) => (/^[0-9]+$/.test(key) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`), '');
}

/** Patterns inside a schema run on the linear engine as well. */
export const linearPatterns = Object.assign(
  (source: string) => {
    const pattern = compileRegex(source);
    if ('error' in pattern) throw new Error(`pattern ${JSON.stringify(source)}: ${pattern.error}`);
    return { test: (text: string) => pattern.find(text) };
  },
  { code: 'linear' },
);

function compile(schema: boolean | JsonMap): SchemaCheck | { readonly error: string } {
  // A validator of its own per schema: two schemas of one workspace may carry the same $id.
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true, logger: false, code: { regExp: linearPatterns } });
  addFormats.default(ajv);
  let run: ValidateFunction;
  try {
    run = ajv.compile(schema);
  } catch (error) {
    return { error: messageOf(error) };
  }
  return {
    validate(value) {
      if (run(value)) return undefined;
      const first = run.errors?.[0];
      const extra = first?.keyword === 'additionalProperties' ? ` (${showValue(first.params['additionalProperty'] as Json)})` : '';
      return { path: readable(first?.instancePath ?? ''), reason: `${first?.message ?? 'does not fit the schema'}${extra}` };
    },
  };
}

/** A JSON Schema of draft 2020-12 with formats asserted, compiled once; or why it is not one. */
export function compileSchema(schema: boolean | JsonMap): SchemaCheck | { readonly error: string } {
  const key = canonicalJson(schema);
  const made = known.get(key) ?? compile(schema);
  if (known.size >= 200) known.clear();
  known.set(key, made);
  return made;
}
