import type { Json, JsonMap } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';
import { setKey, unwrapJson } from '../jsonText.ts';
import { readAnnotation } from '../otlp/annotations.ts';
import { listOf } from '../values/fields.ts';

/** Lists of annotations beside a span's fields, and evaluations in a dataframe's columns (`eval.<name>.label`). */
export function annotationsBeside(row: JsonMap, spanId: string | null): readonly Score[] {
  const lists = [row['annotations'], row['span_annotations'], row['spanAnnotations'], row['evaluations']].map((list) => (list === undefined ? null : unwrapJson(list)));
  const evaluated = new Map<string, Record<string, Json>>();
  for (const [key, value] of Object.entries(row)) {
    const [, name, field] = /^eval\.(.+)\.(label|score|explanation)$/.exec(key) ?? [];
    if (name === undefined || field === undefined || value === null) continue;
    const known = evaluated.get(name) ?? { name, annotator_kind: 'LLM' };
    setKey(known, field, value);
    evaluated.set(name, known);
  }
  const all = [...lists.flatMap((list) => listOf(list)), ...evaluated.values()];
  return all.flatMap((each) => {
    const score = readAnnotation(each);
    return score === undefined ? [] : [{ ...score, spanId }];
  });
}
