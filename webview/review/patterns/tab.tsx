import { TabNothing } from '../TabNothing.tsx';
import type { ReviewTab } from '../tab.ts';

export const patternsTab: ReviewTab = {
  id: 'patterns', title: 'Patterns',
  create: (page) => ({
    view: () => <TabNothing title="Nothing to compare yet" actions={[{ words: 'Import Traces…', run: page.importTraces }]}>When failures are labelled with the step that was first wrong, this shows where runs go wrong, and what the failures have in common.</TabNothing>,
    refresh: () => undefined,
  }),
};
