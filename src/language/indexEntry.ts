import { titleOf } from '../core/cases/readings.ts';
import type { CaseFile } from '../core/cases/parse.ts';
import type { TextRange } from '../core/model/problem.ts';
import { insideOf, namesOfCase } from './names.ts';
import { ParsedFiles } from './parsedFiles.ts';
import type { IndexedCase, IndexedFile, IndexedName, IndexedPlace, NameKind } from './workspaceIndex.ts';

const kinds: ReadonlySet<string> = new Set<NameKind>(['tag', 'tier', 'class', 'mode', 'owner', 'role', 'target', 'judge', 'tool', 'step', 'after', 'document', 'ref']);
const isIndexed = (kind: string): kind is NameKind => kinds.has(kind);

/** Of a file that is not on screen. */
export const indexEntryOfText = (uri: string, text: string): IndexedFile => indexEntryOf(uri, new ParsedFiles().get(uri, text));

/** What the index keeps of a file. */
export function indexEntryOf(uri: string, file: CaseFile): IndexedFile {
  const { text } = file;
  const starts = lineStarts(text);
  const placeOf = ({ start, end }: TextRange): IndexedPlace => {
    const line = lineAt(starts, start);
    return { start, end, line, column: start - (starts[line] ?? 0) };
  };
  const names = (node: Parameters<typeof namesOfCase>[0]): readonly IndexedName[] => namesOfCase(node, text)
    .flatMap((each) => (isIndexed(each.kind) ? [{ kind: each.kind === 'step' && !each.defines ? 'after' as const : each.kind, name: each.name, place: placeOf(insideOf(each, text)) }] : []));
  return {
    uri,
    cases: file.cases.map((each): IndexedCase => ({ id: each.id, title: each.readable ? titleOf(each.readable) : '', suite: each.suite, place: placeOf(each.rangeOf(['id'])), names: names(each.node) })),
    suites: file.suites.flatMap(({ name, root }) => {
      const value = root.byKey.get('suite')?.value;
      return name === null || !value ? [] : [{ name, place: placeOf(value.range) }];
    }),
    defaults: file.suites.flatMap(({ defaults }) => (defaults ? names(defaults) : [])),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
