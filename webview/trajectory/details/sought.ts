import { signal } from '@preact/signals';
import type { ValueSource } from '../../../src/core/model/insights.ts';
import type { TrajectoryModel } from '../model.ts';

/** Words that somebody went to a step to read: marked there, until the step is left. */
export type Sought = { readonly n: number; readonly text: string; readonly document: string | null };

export const sought = signal<Sought | null>(null);

export function goToSource(model: TrajectoryModel, source: ValueSource, text: string): void {
  const { navigation } = model;
  if (source.in === 'document') navigation.tab.value = 'documents';
  navigation.goTo(source.step);
  sought.value = { n: source.step, text, document: source.document };
}
