import type { IndexedFile } from './workspaceIndex.ts';

const kinds = ['tag', 'owner', 'role'] as const;
type CountedKind = (typeof kinds)[number];
export type NameCount = { readonly name: string; readonly cases: number };
export type NamesUsed = Readonly<Record<CountedKind | 'suite', readonly NameCount[]>>;

export const noNames: NamesUsed = { tag: [], owner: [], role: [], suite: [] };

/** How many cases of some files use each name. What a suite's `defaults` say counts for each of its file's cases. */
export function namesUsed(files: Iterable<IndexedFile>): NamesUsed {
  const counts = { tag: new Map<string, number>(), owner: new Map<string, number>(), role: new Map<string, number>(), suite: new Map<string, number>() };
  const add = (kind: string, name: string, cases: number): void => {
    const counted = kinds.find((each) => each === kind) ?? (kind === 'suite' ? 'suite' : undefined);
    if (counted) counts[counted].set(name, (counts[counted].get(name) ?? 0) + cases);
  };
  for (const { cases, defaults, suites } of files) {
    for (const { name } of suites) add('suite', name, 0);
    for (const { kind, name } of defaults) add(kind, name, cases.length);
    for (const { names, suite } of cases) {
      if (suite !== null) add('suite', suite, 1);
      for (const { kind, name } of names) add(kind, name, 1);
    }
  }
  const ranked = (counted: ReadonlyMap<string, number>): readonly NameCount[] => [...counted].map(([name, number]) => ({ name, cases: number })).toSorted((a, b) => b.cases - a.cases || a.name.localeCompare(b.name));
  return { tag: ranked(counts.tag), owner: ranked(counts.owner), role: ranked(counts.role), suite: ranked(counts.suite) };
}
