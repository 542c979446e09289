import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import type { Span } from '../model/span.ts';

/** Where tracers keep what a step was given, and what a search was asked for. */
const keys = ['retrieval.query', 'db.vector.query', 'input.value', 'langfuse.observation.input', 'traceloop.entity.input', 'mlflow.spanInputs', 'braintrust.input_json', 'request_data', 'input', 'query'] as const;

/** What a search that is no tool call was asked for. Undefined: not recorded, or the step is no search. */
export function retrievalQuery({ kind, tool, attributes }: Span): Json | undefined {
  if (kind !== 'retrieval' || tool !== null) return undefined;
  for (const key of keys) {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (value === undefined || value === null || value === '') continue;
    const only = isJsonMap(value) && Object.keys(value).length === 1 ? (value['query'] ?? value['input']) : undefined;
    return typeof only === 'string' ? only : value;
  }
  return undefined;
}
