import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';
import { textOf } from '../jsonText.ts';
import { scoreValue } from '../values/scoreValue.ts';

/**
 * Scores as the scorer gave them: C, I, P and N stay letters. A scorer of several values gives one score each, `scorer.key`.
 * @param judges scorers that asked a model
 */
export function readScores(scores: Json | undefined, judges: ReadonlySet<string>): readonly Score[] {
  if (!isJsonMap(scores)) return [];
  return Object.entries(scores).flatMap(([name, score]): readonly Score[] => {
    const value = isJsonMap(score) ? score['value'] : score;
    const comment = isJsonMap(score) ? (textOf(score['explanation']) ?? textOf(score['answer'])) : null;
    const source = isJsonMap(score) && wasEdited(score['history']) ? 'human' : judges.has(name) || name.startsWith('model_graded') ? 'judge' : 'code';
    const one = (key: string, each: Json | undefined): Score => ({ name: key, value: scoreValue(each), source, comment, spanId: null });
    return isJsonMap(value) ? Object.entries(value).map(([key, each]) => one(`${name}.${key}`, each)) : [one(name, value)];
  });
}

function wasEdited(history: Json | undefined): boolean {
  return Array.isArray(history) && (history as readonly Json[]).some((each) => isJsonMap(each) && isJsonMap(each['provenance']));
}
