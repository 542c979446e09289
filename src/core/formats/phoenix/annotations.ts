import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';
import { firstText, lookUp, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';

const sources: Readonly<Record<string, Score['source']>> = { HUMAN: 'human', LLM: 'judge', CODE: 'code' };

/** An annotation as the API gives it, with its `result`, or as a dataframe has it, with `result.label` and the like. */
export function readAnnotation(raw: JsonMap, spanId: string | null): Score | undefined {
  const name = firstText(raw, 'name', 'annotation_name', 'annotation.name', 'evaluation.name');
  const inner = raw['annotation'] ?? raw['evaluation'];
  if (isJsonMap(inner)) return readAnnotation({ ...raw, annotation: null, evaluation: null, ...inner }, spanId);
  if (name === null) return undefined;
  const nested = raw['result'];
  const result: JsonMap = isJsonMap(nested) ? nested : raw;
  const field = (key: string): Json | undefined => result[key] ?? raw[`result.${key}`] ?? raw[`annotation.${key}`];
  const label = textOf(field('label'));
  const score = field('score');
  const explanation = textOf(field('explanation'));
  const value = typeof score === 'number' || typeof score === 'boolean' ? score : label;
  const kind = raw['annotator_kind'] ?? raw['annotatorKind'] ?? raw['annotation.annotator_kind'];
  return {
    name, value, source: lookUp(sources, wordOf(kind).toUpperCase()) ?? 'unknown',
    comment: typeof value === 'string' || label === null ? explanation : explanation === null ? label : `${label}: ${explanation}`, spanId,
  };
}

/** Lists of annotations beside a span's fields, and evaluations in a dataframe's columns (`eval.<name>.label`). */
export function annotationsBeside(row: JsonMap, spanId: string | null): readonly Score[] {
  const lists = [row['annotations'], row['span_annotations'], row['spanAnnotations'], row['evaluations']].map((list) => (list === undefined ? null : unwrapJson(list)));
  const listed = lists.flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : [])).flatMap((each) => (isJsonMap(each) ? (readAnnotation(each, spanId) ?? []) : []));
  const evaluated = new Map<string, Record<string, Json>>();
  for (const [key, value] of Object.entries(row)) {
    const [, name, field] = /^eval\.(.+)\.(label|score|explanation)$/.exec(key) ?? [];
    if (name === undefined || field === undefined || value === null) continue;
    const known = evaluated.get(name) ?? {};
    setKey(known, field, value);
    evaluated.set(name, known);
  }
  return [...listed, ...[...evaluated].flatMap(([name, fields]) => readAnnotation({ ...fields, name, annotator_kind: 'LLM' }, spanId) ?? [])];
}
