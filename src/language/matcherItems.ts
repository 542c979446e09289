import { matcherKinds } from '../core/evaluators/matcherKinds.ts';
import { bareBlank, choice, quotedBlank } from './template.ts';
import type { Template, TemplateMap } from './template.ts';

const types = choice('string', 'number', 'integer', 'boolean', 'null', 'array', 'object');
const map: Template = {};

/** What each matcher asks for, with room for it; a text where nothing else is said. */
const operands: Readonly<Record<string, TemplateMap>> = {
  $any: { $any: true }, $absent: { $absent: true }, $ignore: { $ignore: true }, $regex: { $regex: quotedBlank("'") }, $oneOf: { $oneOf: [bareBlank()] },
  $number: { $number: bareBlank('0'), abs: bareBlank('0') }, $range: { $range: { min: bareBlank('0'), max: bareBlank('1') } }, $length: { $length: { min: bareBlank('1'), max: bareBlank('80') } },
  $date: { $date: quotedBlank('"', '2026-01-01'), within: choice('P1D', 'PT1H', 'P7D', 'P30D') }, $schema: { $schema: { type: types } }, $subset: { $subset: map }, $setEquals: { $setEquals: [bareBlank()] },
  $similar: { $similar: quotedBlank('"'), min: bareBlank('0.8') }, $not: { $not: bareBlank() }, $all: { $all: [bareBlank()] }, $literal: { $literal: map }, $type: { $type: types },
};

export type Matcher = { readonly name: string; readonly meaning: string; readonly template: TemplateMap };

export const matchers: readonly Matcher[] = Object.entries(matcherKinds).map(([name, { meaning }]) => ({ name, meaning, template: operands[name] ?? { [name]: quotedBlank('"') } }));

const options: ReadonlySet<string> = new Set(Object.values(matcherKinds).flatMap((kind) => kind.options));

/** Whether a map with these keys may still become a matcher: it has none yet, and nothing that may not stand beside one. */
export const mayBecomeMatcher = (present: readonly string[]): boolean => present.every((key) => options.has(key));

/** Keys that may stand beside a matcher, or inside the map that it takes. */
export function matcherOptions(present: readonly string[], lastKey: string | number | undefined): readonly { readonly key: string; readonly of: string }[] {
  const beside = present.flatMap((name) => (Object.hasOwn(matcherKinds, name) ? (matcherKinds[name]?.options ?? []).map((key) => ({ key, of: name })) : []));
  const inside = lastKey === '$range' || lastKey === '$length' ? ['min', 'max'].map((key) => ({ key, of: lastKey })) : [];
  return [...beside, ...inside].filter(({ key }) => !present.includes(key));
}

/** Values that an operand or an option of a matcher is most often given. */
export function operandValues(key: string | number | undefined): readonly string[] {
  if (key === '$type') return types.choices;
  if (key === 'flags') return ['i', 'm', 's'];
  if (key === 'within') return ['P1D', 'PT1H', 'P7D', 'P30D'];
  return [];
}
