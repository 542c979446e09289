import { directionOf } from '../core/cases/metricNames.ts';
import { metricTable } from '../core/evaluators/evaluate.ts';

const units = { share: 'from 0 to 1', count: 'count', ms: 'milliseconds', usd: 'US dollars', tokens: 'tokens', minutes: 'minutes', boolean: '0 or 1' } as const;

/** Unit and direction of a metric: "from 0 to 1, more is better". */
export function metricWords(name: string): string {
  const info = metricTable.find((each) => each.id === name);
  const better = directionOf(name) === 'down' ? 'less is better' : 'more is better';
  return info ? `${units[info.unit]}, ${better}` : better;
}
