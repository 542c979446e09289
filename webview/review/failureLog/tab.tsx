import { TabNothing } from '../TabNothing.tsx';
import type { ReviewTab } from '../tab.ts';

export const failureLogTab: ReviewTab = {
  id: 'failureLog', title: 'Failure log',
  create: (page) => ({
    view: () => <TabNothing title="No failure yet" actions={[{ words: 'Import Traces…', run: page.importTraces }]}>Each trace that somebody labels as failed is a line here: what kind of failure, why, what mends it, who does, and which case guards it.</TabNothing>,
    refresh: () => undefined,
  }),
};
