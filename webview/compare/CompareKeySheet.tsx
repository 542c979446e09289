import { compareBindings } from '../../src/core/display/compareKeys.ts';
import type { CompareAction } from '../../src/core/display/compareKeys.ts';
import { hintFor } from '../../src/core/display/pageKeys.ts';
import { Sheet } from '../shared/KeySheet.tsx';

/** How the key of an action is printed. */
export function keyOf(action: CompareAction): string {
  return hintFor((compareBindings.find((each) => each.action === action)?.keys ?? []).slice(0, 1), false);
}

export function CompareKeySheet(props: { open: boolean; onClose: () => void }) {
  const lines = compareBindings.map(({ keys, words }) => ({ hint: keys.map((key) => hintFor([key], false)).join(' '), words }));
  return <Sheet open={props.open} onClose={props.onClose} groups={[{ title: 'Compare', lines }]} />;
}
