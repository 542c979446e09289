import { useMemo, useState } from 'preact/hooks';
import type { FindHit } from '../../../src/protocol/readerApi.ts';
import type { TrajectoryModel } from '../model.ts';
import { holdsFound } from './highlightFound.ts';

/**
 * Whether the hit that is shown stands in the folded part of a text and nowhere before it: then the text is open until somebody folds it.
 * @param hit whether a hit may be one of this text
 */
export function useFoundInFold({ find }: TrajectoryModel, text: string, shown: number, hit: (hit: FindHit) => boolean): { readonly open: boolean; fold(): void } {
  const marks = find.marks.value;
  const current = find.hits.value[find.at.value];
  const key = marks === null || !current || !hit(current) ? null : JSON.stringify([find.at.value, marks]);
  const [foldedFor, setFoldedFor] = useState<string | null>(null);
  const isHidden = useMemo(() => key !== null && marks !== null && !holdsFound(text.slice(0, shown), marks) && holdsFound(text, marks), [key, text, shown]);
  return { open: isHidden && foldedFor !== key, fold: () => setFoldedFor(key) };
}
