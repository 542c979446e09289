import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';
import { firstText, lookUp, textOf, unwrapJson, wordOf } from '../jsonText.ts';
import { readAnyId } from '../otlp/identity.ts';
import { listOf } from '../values/fields.ts';
import { numberOf } from '../values/numbers.ts';
import { scoreValue } from '../values/scoreValue.ts';

const sources: Readonly<Record<string, Score['source']>> = { HUMAN: 'human', LLM_JUDGE: 'judge', AI_JUDGE: 'judge', CODE: 'code' };

/** Feedback of people, judges and programs. Expectations say what should be, and judge nothing; what was replaced is left out. */
export function readAssessments(list: Json | undefined): readonly Score[] {
  const read = unwrapJson(list ?? null);
  return listOf(read).flatMap((each): readonly Score[] => {
    if (!isJsonMap(each) || each['valid'] === false || !isJsonMap(each['feedback'])) return [];
    const { feedback, source } = each;
    const error = isJsonMap(feedback['error']) ? firstText(feedback['error'], 'error_message', 'error_code') : null;
    return [{
      name: firstText(each, 'assessment_name', 'name') ?? 'assessment', value: readValue(feedback['value']),
      source: lookUp(sources, isJsonMap(source) ? wordOf(source['source_type']).toUpperCase() : '') ?? 'unknown',
      comment: textOf(each['rationale']) ?? error, spanId: readAnyId(textOf(each['span_id']), 8),
    }];
  });
}

/** Numbers and truth values travel as text. */
function readValue(value: Json | undefined): Score['value'] {
  if (typeof value !== 'string' || value.trim() === '') return scoreValue(value);
  if (value === 'true' || value === 'false') return value === 'true';
  return numberOf(value) ?? value;
}
