import { TabNothing } from '../TabNothing.tsx';
import type { ReviewTab } from '../tab.ts';

export const agreementTab: ReviewTab = {
  id: 'agreement', title: 'Agreement',
  create: (page) => ({
    view: () => <TabNothing title="Nobody to agree with yet" actions={[{ words: 'Import Traces…', run: page.importTraces }]}>When two people have labelled the same traces, this says how often they agree beyond chance, and where somebody has to decide between them.</TabNothing>,
    refresh: () => undefined,
  }),
};
