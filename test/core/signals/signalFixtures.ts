import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { insightsOf } from '../../../src/core/insights/insightsOf.ts';
import type { Insights } from '../../../src/core/model/insights.ts';
import { defaultFacts } from '../../../src/core/model/config.ts';
import { signalIds } from '../../../src/core/model/signals.ts';
import { Span, emptySpan } from '../../../src/core/model/span.ts';
import type { Trace } from '../../../src/core/model/trace.ts';
import { signalsIn } from '../../../src/core/signals/signalsIn.ts';
import type { Found } from '../../../src/core/signals/signal.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { trace } from '../trajectory/spans.ts';

/** A hand-written trace, and what one signal says of it: nothing, for a near miss. `said`: in place of what would be found in its texts. */
export type SignalFixture = { readonly signal: string; readonly name: string; readonly trace: Trace; readonly said?: Insights['said']; readonly expect: readonly Found[] };

const root = join(import.meta.dirname, '../../fixtures/signals');

export const signalFixtures: readonly SignalFixture[] = readdirSync(root).sort().flatMap((signal) => readdirSync(join(root, signal)).sort().map((file): SignalFixture => {
  const { spans, expect, said } = JSON.parse(readFileSync(join(root, signal, file), 'utf8')) as { spans: (Partial<Span> & { id: string })[]; expect: Found[]; said?: Insights['said'] };
  return {
    signal, name: file.replace('.json', ''), expect, ...(said === undefined ? {} : { said }),
    trace: trace(spans.map((span, seq) => Span.parse({ ...emptySpan(span.id, seq, span.id), ...span }))),
  };
}));

/** What is found in a fixture, signal by signal. */
export function signalsOfFixture({ trace: of, said }: Pick<SignalFixture, 'trace' | 'said'>): Insights['signals'] {
  const assembled = assemble(of.spans);
  const insights = insightsOf(of, assembled, { signals: { on: [...signalIds] } });
  return said === undefined ? insights.signals : signalsIn(of, assembled, { ...insights, said }, { facts: defaultFacts, on: new Set(signalIds) }).signals;
}
