import type { Json } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Score } from '../../model/trace.ts';
import { textOf, wordOf } from '../jsonText.ts';
import { mapsIn } from '../values/fields.ts';

const longestName = 120;

/** The reward, what it is made of, and each thing that was checked: assertions in words by a judge, the rest by programs. */
export function readRewards(reward: Json | undefined): readonly Score[] {
  if (!isJsonMap(reward)) return [];
  const parts = isJsonMap(reward['reward_breakdown']) ? Object.entries(reward['reward_breakdown']) : [];
  return [
    ...one('reward', reward['reward'], 'code', null),
    ...parts.flatMap(([name, value]) => one(`reward.${name}`, value, 'code', null)),
    ...(isJsonMap(reward['db_check']) ? one('db_match', reward['db_check']['db_match'], 'code', null) : []),
    ...mapsIn(reward['nl_assertions']).flatMap((check) => one(textOf(check['nl_assertion']) ?? 'assertion', check['met'], 'judge', textOf(check['justification']))),
    ...mapsIn(reward['communicate_checks']).flatMap((check) => one(`told the user: ${wordOf(check['info'])}`, check['met'], 'code', textOf(check['justification']))),
    ...mapsIn(reward['action_checks']).flatMap((check, at) => one(`action ${at + 1}: ${nameIn(check['action'], 'name')}`, check['action_match'], 'code', argumentsIn(check['action']))),
    ...mapsIn(reward['env_assertions']).flatMap((check) => one(`state: ${nameIn(check['env_assertion'], 'func_name')}`, check['met'], 'code', null)),
  ];
}

function one(name: string, value: Json | undefined, source: Score['source'], comment: string | null): readonly Score[] {
  const isValue = typeof value === 'boolean' || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
  const short = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
  return isValue ? [{ name: short, value, source, comment: short === name ? comment : [name, comment].filter((each) => each !== null).join('\n\n'), spanId: null }] : [];
}

function nameIn(value: Json | undefined, key: string): string {
  return isJsonMap(value) ? wordOf(value[key]) : '';
}

function argumentsIn(action: Json | undefined): string | null {
  return isJsonMap(action) && isJsonMap(action['arguments']) ? JSON.stringify(action['arguments']) : null;
}
