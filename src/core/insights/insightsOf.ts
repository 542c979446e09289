import { spokenTexts } from '../grounding/spokenTexts.ts';
import type { Config } from '../model/config.ts';
import type { Insights } from '../model/insights.ts';
import type { Trace } from '../model/trace.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { factsConfigOf } from '../trajectory/facts.ts';
import { scopesOf } from '../trajectory/conversation/scopes.ts';
import { signalsOn } from '../signals/measured.ts';
import { signalsInSlices } from '../signals/signalsIn.ts';
import { finish } from '../support/slices.ts';
import type { Slices } from '../support/slices.ts';
import { callStandings } from './callStandings.ts';
import { contextCalls } from './contextCalls.ts';
import { documentStandings } from './documentStandings.ts';
import { offersOf } from './offers.ts';
import { recordedCalls } from './recordedCalls.ts';
import { saidValues } from './saidValues.ts';
import { waitCauses } from './waitCauses.ts';

/** Of config.yaml: `windows`, tokens by model; `facts`, where facts are read from; `signals`, which are looked for. */
export type InsightSettings = Partial<Pick<Config, 'windows' | 'facts' | 'signals'>>;

/** All that a page shows beside the steps of a trace. Pure; `assembled` is of the same trace. */
export function insightsOf(trace: Trace, assembled: Assembled, settings: InsightSettings = {}): Insights {
  return finish(insightsInSlices(trace, assembled, settings));
}

export function* insightsInSlices(trace: Trace, assembled: Assembled, settings: InsightSettings = {}): Slices<Insights> {
  const scopes = scopesOf(assembled);
  yield;
  const offers = offersOf(assembled, scopes);
  yield;
  const calls = recordedCalls(assembled, scopes);
  const tools = offers.all(calls);
  yield;
  const texts = spokenTexts(assembled);
  yield;
  const context = contextCalls(assembled, scopes, settings.windows ?? {});
  yield;
  const { said, cut } = yield* saidValues(assembled, scopes, texts);
  yield;
  const standings = yield* callStandings(calls, offers, new Set(tools?.map((tool) => tool.name)));
  yield;
  const known = { calls: standings, said, documents: yield* documentStandings(assembled, scopes, texts), context: context.calls };
  yield;
  const found = yield* signalsInSlices(trace, assembled, known, { facts: factsConfigOf(settings.facts), on: signalsOn(settings.signals) });
  return { ...found, ...known, waits: waitCauses(assembled), tools, windowsFrom: context.from, cut: [...found.cut, ...cut] };
}
