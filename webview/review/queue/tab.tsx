import { TabNothing } from '../TabNothing.tsx';
import type { ReviewTab } from '../tab.ts';

export const queueTab: ReviewTab = {
  id: 'queue', title: 'Queue',
  create: (page) => ({
    view: () => <TabNothing title="Nothing to review yet" actions={[{ words: 'Import Traces…', run: page.importTraces }]}>Import traces, and go through them here one after the other: read, judge, say what was first wrong, by keyboard alone.</TabNothing>,
    refresh: () => undefined,
  }),
};
