import type { CompareAction } from '../../src/core/display/pageKeys.ts';
import { tabs } from './model.ts';
import type { CompareModel } from './model.ts';

/** Every action of the key table, done; a key, or the palette, asked for it. A forgotten one does not compile. */
export function act(model: CompareModel, action: CompareAction): void {
  if (!model.comparison.peek()) return;
  const actions: Readonly<Record<CompareAction, () => void>> = {
    nextPair: () => model.move(1), previousPair: () => model.move(-1), nextDifference: () => model.difference(1), previousDifference: () => model.difference(-1), divergence: model.divergence,
    swap: model.swap, onlyDifferences: model.toggleDifferences, copy: model.copy,
    open: () => model.openStep(model.pair.peek()?.a && model.comparison.peek()?.a.trace ? 'a' : 'b'),
    tab: () => model.showTab(tabs[(tabs.indexOf(model.tab.peek()) + 1) % tabs.length]!),
    sheet: () => (model.sheetOpen.value = !model.sheetOpen.peek()), leave: () => (model.sheetOpen.value = false),
  };
  actions[action]();
}
