import type { Advice } from './advice.ts';
import type { LookedFor } from './completeness.ts';
import { lookedFor } from './completeness.ts';
import type { Never, Setting } from './framework.ts';

/** The advice of several files, each framework and each of its settings once, with the files it is for. */
export type GroupedAdvice = Omit<Advice, 'because'> & { readonly because: readonly string[]; readonly files: readonly string[] };

const order = Object.keys(lookedFor) as readonly LookedFor[];
const inOrder = (fields: Iterable<LookedFor>): readonly LookedFor[] => [...new Set(fields)].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));

/** Frameworks that one file has before others of it stay so; what is said of any export comes last. */
export function groupAdvice(files: readonly { readonly name: string; readonly advice: readonly Advice[] }[]): readonly GroupedAdvice[] {
  const all = files.flatMap(({ name, advice }) => advice.map((each) => ({ name, each })));
  const groups = [...Map.groupBy(all, ({ each }) => each.framework)].map(([framework, members]): GroupedAdvice => ({
    framework, title: members[0]?.each.title ?? framework,
    because: [...new Set(members.flatMap(({ each }) => each.because ?? []))],
    files: [...new Set(members.map(({ name }) => name))],
    settings: [...Map.groupBy(members.flatMap(({ each }) => each.settings), ({ set, words }) => JSON.stringify([set, words])).values()]
      .flatMap(([first, ...others]): readonly Setting[] => (first ? [{ ...first, adds: inOrder([first, ...others].flatMap(({ adds }) => adds)) }] : [])),
    never: [...Map.groupBy(members.flatMap(({ each }) => each.never), ({ words }) => words).values()]
      .flatMap(([first, ...others]): readonly Never[] => (first ? [{ ...first, fields: inOrder([first, ...others].flatMap(({ fields }) => fields)) }] : [])),
  }));
  const isGeneral = ({ because }: GroupedAdvice) => because.length === 0;
  return [...groups.filter((each) => !isGeneral(each)), ...groups.filter(isGeneral)];
}
