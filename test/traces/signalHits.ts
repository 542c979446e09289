import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { insightsOf } from '../../src/core/insights/insightsOf.ts';
import type { Signal } from '../../src/core/model/insights.ts';
import { signalIds } from '../../src/core/model/signals.ts';
import type { Trace } from '../../src/core/model/trace.ts';
import { assemble } from '../../src/core/trajectory/assemble.ts';
import type { Assembled } from '../../src/core/trajectory/assemble.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { corpusRoot } from './corpus.ts';

/** Where a signal was found: `trace` by its native id, `step` the first it concerns, null for the run as a whole. */
export type HitKey = { readonly unit: string; readonly trace: string; readonly signal: string; readonly step: number | null };

export type Hit = HitKey & { readonly found: Signal; readonly of: { readonly trace: Trace; readonly assembled: Assembled } };

export const keyOf = ({ unit, trace, signal, step }: HitKey): string => `${unit} ${trace} ${signal} ${step ?? 'run'}`;

const folder = new URL('units/', import.meta.url);

/** Files, folders and zips that are one import each; what is also a part of a larger one is left to that one. */
function unitsToRead(): readonly string[] {
  const units = readdirSync(folder).filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly { readonly unit: string; readonly refused?: string }[])
    .filter(({ refused }) => refused === undefined).map(({ unit }) => unit);
  return units.filter((unit) => !units.some((other) => unit.startsWith(`${other}/`))).sort();
}

/** All that signals find in the real exports, read as an import reads them. One hit a key: what is found twice at one step counts once. */
export async function signalHits(units: readonly string[] = unitsToRead()): Promise<readonly Hit[]> {
  const hits = new Map<string, Hit>();
  for (const unit of units) {
    using workspace = new TemporaryWorkspace();
    await workspace.engine.importFiles({ paths: [join(corpusRoot, unit)] }, call as never);
    for (const trace of workspace.stored()) {
      const assembled = assemble(trace.spans);
      for (const found of insightsOf(trace, assembled, { signals: { on: [...signalIds] } }).signals) {
        const hit: Hit = { unit, trace: trace.nativeId, signal: found.id, step: found.steps[0] ?? null, found, of: { trace, assembled } };
        if (!hits.has(keyOf(hit))) hits.set(keyOf(hit), hit);
      }
    }
  }
  return [...hits.values()];
}
