import { plural } from '../display/numbers.ts';
import type { Found, SignalRule } from './signal.ts';
import { named } from './words.ts';

export const staleContext: SignalRule = {
  id: 'staleContext',
  title: 'Stale context',
  describe: 'A retrieved document had not been changed for longer than the limit when the run read it.',
  severity: 'warning',
  find: ({ documents }) => [...Map.groupBy(documents.filter(({ stale }) => stale === true), ({ step }) => step)].map(([step, those]): Found => {
    const oldest = those.reduce((most, each) => ((each.ageDays ?? 0) > (most.ageDays ?? 0) ? each : most));
    const name = oldest.id === null ? `document ${oldest.index + 1}` : named(oldest.id);
    const age = `${name} is ${plural(oldest.ageDays ?? 0, 'day')} old`;
    return { steps: [step], why: those.length === 1 ? age : `${plural(those.length, 'document')} are stale; ${age}`, tag: `${those.length} stale` };
  }),
};
