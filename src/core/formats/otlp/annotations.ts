import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';
import { firstText, lookUp, setKey, unwrapJson, wordOf } from '../jsonText.ts';
import type { Draft } from './draft.ts';
import { listAt, unflatten } from './unflatten.ts';

const sources: Readonly<Record<string, Score['source']>> = { HUMAN: 'human', LLM: 'judge', CODE: 'code' };

/** Judgements in attributes, as OpenInference spells them: one, a list, or its pieces by position. What is none stays an attribute. */
export function readAnnotations(entries: readonly (readonly [string, Json])[], draft: Draft): readonly Omit<Score, 'spanId'>[] {
  if (entries.length === 0) return [];
  const tree = unflatten(entries.map(([key, value]) => [key, unwrapJson(value)]));
  const lists = [['annotations'], ['evaluations'], ['trace', 'annotations'], ['session', 'annotations']].flatMap((path) => listAt(tree, ...path) ?? []);
  const single = isJsonMap(tree) ? [tree['annotation'], tree['evaluation']] : [];
  const scores = [...lists, ...single].flatMap((each) => {
    const raw = isJsonMap(each) && isJsonMap(each['annotation']) ? each['annotation'] : isJsonMap(each) && isJsonMap(each['evaluation']) ? each['evaluation'] : each;
    if (!isJsonMap(raw)) return [];
    const name = firstText(raw, 'name', 'annotation.name');
    const value = raw['score'] ?? raw['annotation.score'] ?? raw['label'] ?? raw['annotation.label'];
    if (name === null || (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean')) return [];
    const source = lookUp(sources, wordOf(raw['annotator_kind'] ?? raw['annotation.annotator_kind']).toUpperCase()) ?? 'unknown';
    return [{ name, value, source, comment: firstText(raw, 'explanation', 'annotation.explanation') }];
  });
  if (scores.length === 0) for (const [key, value] of entries) setKey(draft.attributes, key, value);
  return scores;
}
