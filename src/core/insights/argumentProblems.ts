import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { linearPatterns } from '../evaluators/jsonSchema.ts';
import type { ArgumentProblem } from '../model/insights.ts';
import type { Json, JsonMap } from '../model/json.ts';
import { inWords } from './argumentWords.ts';
import { plainSchema, weightOf } from './schemaForm.ts';
import { undeclaredIn } from './undeclared.ts';

/** Undefined: the schema is none, or checking would take too long. */
export type ArgumentCheck = (value: Json) => readonly ArgumentProblem[] | undefined;

/** Places of the schema times characters of the arguments. */
const mostWork = 20_000_000;

/** One for each trace: a validator keeps what it has compiled. Never throws; schemas and arguments are a stranger's. */
export function createArgumentChecks(): (schema: JsonMap) => ArgumentCheck | undefined {
  let ajv: Ajv2020 | undefined;
  const newAjv = (): Ajv2020 => {
    const made = new Ajv2020({ strict: false, allErrors: true, verbose: true, validateFormats: true, logger: false, code: { regExp: linearPatterns } });
    addFormats.default(made);
    return made;
  };
  const known = new Map<string, ArgumentCheck | undefined>();

  function compile(text: string): ArgumentCheck | undefined {
    const schema = plainSchema(JSON.parse(text) as JsonMap);
    if (schema === undefined) return undefined;
    let run: ValidateFunction;
    try {
      run = (ajv ??= newAjv()).compile(schema);
    } catch {
      // No schema of this draft: then nothing is known of the arguments.
      return undefined;
    }
    const repeats = text.includes('"uniqueItems"');
    return (value) => {
      const length = JSON.stringify(value).length;
      if (weightOf(schema, depthOf(value)) * length > mostWork || (repeats && length > 10_000)) return undefined;
      const undeclared = undeclaredIn(value, schema);
      try {
        if (run(value) && undeclared.length === 0) return [];
      } catch {
        // A pattern or a schema that would take too long.
        return undefined;
      }
      return withoutRepeats([...inWords(run.errors ?? [], value), ...undeclared]);
    };
  }

  return (schema) => {
    const text = textOf(schema);
    if (text === undefined) return undefined;
    if (!known.has(text)) known.set(text, compile(text));
    return known.get(text);
  };
}

const texts = new WeakMap<JsonMap, string | undefined>();
/** Undefined: longer than anyone's schema of one tool. */
function textOf(schema: JsonMap): string | undefined {
  if (!texts.has(schema)) {
    const text = JSON.stringify(schema);
    texts.set(schema, text.length <= 200_000 ? text : undefined);
  }
  return texts.get(schema);
}

function withoutRepeats(problems: readonly ArgumentProblem[]): readonly ArgumentProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()];
}

function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const each of Object.values(value)) deepest = Math.max(deepest, depthOf(each as Json));
  return deepest + 1;
}

