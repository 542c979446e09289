import type { CasePath } from '../model/result.ts';
import type { CasePlace } from './context.ts';
import type { CaseFile } from './parse.ts';

const places: readonly CasePath[] = [['failureWeObserved', 'class'], ['metadata', 'failureClass']];

/** Where the cases of some files name each failure class. */
export function classUsesOf(files: readonly { readonly file: string; readonly parsed: CaseFile }[]): ReadonlyMap<string, readonly CasePlace[]> {
  const uses = new Map<string, CasePlace[]>();
  for (const { file, parsed } of files) {
    for (const each of parsed.cases) {
      for (const path of places) {
        const [key = '', inner = ''] = path;
        const holder = each.readable?.[key as 'metadata'] as Readonly<Record<string, unknown>> | string | undefined;
        const id = typeof holder === 'object' ? holder[inner] : undefined;
        if (typeof id === 'string') uses.set(id, [...(uses.get(id) ?? []), { file, range: each.rangeOf(path) }]);
      }
    }
  }
  return uses;
}
