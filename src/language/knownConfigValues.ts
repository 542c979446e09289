import { optionNames, optionValues } from '../core/evaluators/optionValues.ts';
import { builtInPrices } from '../core/pricing/prices.ts';
import { knownTools } from './knownTools.ts';
import { listed, tools } from './knownCaseValues.ts';
import type { ValueRows } from './knownValues.ts';
import { namesAt } from './place.ts';

export const configValues: ValueRows = [
  [/^defaultTarget$/, ({ stated }) => listed(namesAt(stated, ['targets']), 'target of this file')],
  [/^tools$/, (place) => (typeof place.scope.path.at(-1) === 'number' ? unlisted(place) : [{ value: 'traces', detail: 'what traces call and offer' }])],
  [/^tools\.name$/, unlisted],
  [/^tools\.group$/, ({ stated }) => listed(namesAt(stated, ['tools', '*', 'group']), 'group of this file')],
  [/^documents$/, () => [{ value: 'traces', detail: 'what traces retrieve' }]],
  [/^facts\.(?:approval|escalation)\.tool$/, tools],
  [/^queues\.reviewers$/, ({ stated }) => listed(namesAt(stated, ['reviewers', '*', 'name']), 'reviewer of this file')],
  ...optionNames.map((option) => [new RegExp(`^evaluators\\.${option}$`), () => optionValues[option].values] as const),
  [/^timezone$/, () => listed(['UTC', ...Intl.supportedValuesOf('timeZone')], 'time zone')],
];

/** Tools that traces know and this file does not list yet. */
function unlisted({ stated, uri, surroundings }: Parameters<typeof tools>[0]): ReturnType<typeof tools> {
  const here = new Set([...namesAt(stated, ['tools', '*', 'name']), ...namesAt(stated, ['tools', '*'])]);
  return knownTools(uri, surroundings).flatMap((tool) => (here.has(tool.name) ? [] : [{ value: tool.name, detail: tool.use, kind: 'tool' as const }]));
}

/** Models whose price is built in: a price of one's own is most often of one of them. */
export const pricedModels = (): readonly string[] => [...builtInPrices.keys()];
