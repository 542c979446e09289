import { setInNode } from '../core/cases/edit.ts';
import { parseTree } from '../core/cases/tree.ts';
import type { TextEdit } from '../core/model/problem.ts';

/** Labels name classes and are never rewritten: the old id stays in taxonomy.yaml and says what became of it. */
export function withMerged(text: string, id: string, newId: string): readonly TextEdit[] {
  const root = parseTree(text)[0]?.root;
  const classes = root?.kind === 'map' ? root.byKey.get('classes')?.value : undefined;
  if (root?.kind !== 'map' || classes?.kind !== 'list' || classes.alias) return [];
  return setInNode(text, { node: root, defaults: null }, ['classes', classes.items.length], { id, mergedInto: newId });
}
