import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';
import { firstText, lookUp, setKey, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import type { Draft } from './draft.ts';
import { listAt, unflatten } from './unflatten.ts';

const sources: Readonly<Record<string, Score['source']>> = { HUMAN: 'human', LLM: 'judge', CODE: 'code' };

/** Judgements in attributes, as OpenInference spells them: one, a list, or its pieces by position. What is none stays an attribute. */
export function readAnnotations(entries: readonly (readonly [string, Json])[], draft: Draft): Draft['scores'] {
  if (entries.length === 0) return [];
  const tree = unflatten(entries.map(([key, value]) => [key, unwrapJson(value)]));
  const listed = (...paths: readonly (readonly string[])[]) => paths.flatMap((path) => listAt(tree, ...path) ?? []);
  const single = isJsonMap(tree) ? [tree['annotation'], tree['evaluation']] : [];
  const ofSpan = [...listed(['annotations'], ['evaluations']), ...single].flatMap((each) => readAnnotation(each) ?? []);
  const ofRun = listed(['trace', 'annotations'], ['session', 'annotations']).flatMap((each) => { const score = readAnnotation(each); return score === undefined ? [] : [{ ...score, spanId: null }]; });
  if (ofSpan.length + ofRun.length === 0) for (const [key, value] of entries) setKey(draft.attributes, key, value);
  return [...ofSpan, ...ofRun];
}

/**
 * One judgement, however it was exported: wrapped in a map of its name, with dotted keys, as Phoenix's API gives it (`result`).
 * Undefined where it says nothing.
 */
export function readAnnotation(value: Json | undefined): Omit<Score, 'spanId'> | undefined {
  const wrapped = isJsonMap(value) ? (value['annotation'] ?? value['evaluation']) : undefined;
  const raw = isJsonMap(wrapped) ? wrapped : value;
  if (!isJsonMap(raw)) return undefined;
  const result: JsonMap = isJsonMap(raw['result']) ? raw['result'] : raw;
  const field = (key: string): Json | undefined => result[key] ?? raw[`annotation.${key}`] ?? raw[`evaluation.${key}`] ?? raw[`result.${key}`];
  const name = firstText(raw, 'name', 'annotation.name', 'evaluation.name', 'annotation_name');
  const score = field('score');
  const label = textOf(field('label'));
  const explanation = textOf(field('explanation'));
  const judged = typeof score === 'number' || typeof score === 'string' || typeof score === 'boolean' ? score : label;
  if (name === null || judged === null) return undefined;
  const source = lookUp(sources, wordOf(raw['annotator_kind'] ?? raw['annotatorKind'] ?? raw['annotation.annotator_kind']).toUpperCase()) ?? 'unknown';
  const said = judged === label ? [explanation] : [label, explanation];
  return { name, value: judged, source, comment: said.filter((each) => each !== null).join(': ') || null };
}
