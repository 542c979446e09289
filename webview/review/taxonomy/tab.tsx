import { TabNothing } from '../TabNothing.tsx';
import type { ReviewTab } from '../tab.ts';

export const taxonomyTab: ReviewTab = {
  id: 'taxonomy', title: 'Taxonomy',
  create: (page) => ({
    view: () => <TabNothing title="No class yet" actions={[{ words: 'Import Traces…', run: page.importTraces }]}>The kinds of failure of your agent, each with a definition and an example, as they stand in casebook/taxonomy.yaml.</TabNothing>,
    refresh: () => undefined,
  }),
};
