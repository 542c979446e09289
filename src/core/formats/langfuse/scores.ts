import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';
import { lookUp, textOf, wordOf } from '../jsonText.ts';
import { readId } from '../otlp/identity.ts';
import { numberOf } from '../values/numbers.ts';
import type { Row } from './rows.ts';

/** Who gave it: the API is what applications report of their users, `EVAL` an evaluator, `ANNOTATION` a person in the web application. */
const sources: Readonly<Record<string, Score['source']>> = { API: 'user', EVAL: 'judge', ANNOTATION: 'human' };

export function readScore(row: Row): Score {
  const { name, source, value, stringValue, dataType } = row;
  return {
    name: textOf(name) ?? 'score', value: readValue(value, stringValue, dataType), source: lookUp(sources, wordOf(source)) ?? 'unknown',
    comment: textOf(row['comment']), spanId: readId(textOf(row['observationId']), 8),
  };
}

function readValue(value: Json | undefined, text: Json | undefined, type: Json | undefined): Score['value'] {
  const number = numberOf(value);
  if (type === 'BOOLEAN' && (number === 0 || number === 1)) return number === 1;
  if ((type === 'CATEGORICAL' || type === 'TEXT') && typeof text === 'string') return text;
  if (number !== null) return number;
  return textOf(text) ?? (typeof value === 'string' || typeof value === 'boolean' ? value : null);
}

export function readScores(list: Json | undefined): readonly Score[] {
  return Array.isArray(list) ? (list as readonly Json[]).filter(isJsonMap).map(readScore) : [];
}

/** Table exports flatten scores into columns of their names, each with a list of values; who gave them is not told. */
export function readScoreColumns(row: Row, known: ReadonlySet<string>, spanId: string | null): readonly Score[] {
  return Object.entries(row).flatMap(([name, list]): readonly Score[] => {
    if (known.has(name) || !Array.isArray(list)) return [];
    return (list as readonly Json[]).flatMap((value): readonly Score[] =>
      typeof value === 'number' || typeof value === 'string' ? [{ name, value, source: 'unknown', comment: null, spanId }] : []);
  });
}
