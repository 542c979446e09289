import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { insightsOf } from '../../src/core/insights/insightsOf.ts';
import type { Signal } from '../../src/core/model/insights.ts';
import { signalIds } from '../../src/core/model/signals.ts';
import { assemble } from '../../src/core/trajectory/assemble.ts';
import { hitKey } from '../core/signals/judgements.ts';
import { call, TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';
import { corpusRoot } from './corpus.ts';

/** Where a signal was found: `unit` is a path in the folder of exports, `trace` the export's own id. */
export type Hit = { readonly unit: string; readonly trace: string; readonly signal: string; readonly steps: readonly number[]; readonly found: Signal };

const folder = new URL('units/', import.meta.url);

/** Files, folders and zips that are one import each; what is also a part of a larger one is left to that one. */
function unitsToRead(): readonly string[] {
  const units = readdirSync(folder).filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly { readonly unit: string; readonly refused?: string }[])
    .filter(({ refused }) => refused === undefined).map(({ unit }) => unit);
  return units.filter((unit) => !units.some((other) => unit.startsWith(`${other}/`))).sort();
}

/** All that signals find in the real exports, read as an import reads them. What is found twice at the same steps counts once. */
export async function signalHits(units: readonly string[] = unitsToRead()): Promise<readonly Hit[]> {
  const hits = new Map<string, Hit>();
  for (const unit of units) {
    using workspace = new TemporaryWorkspace();
    await workspace.engine.importFiles({ paths: [join(corpusRoot, unit)] }, call as never);
    for (const trace of workspace.stored()) {
      const assembled = assemble(trace.spans);
      for (const found of insightsOf(trace, assembled, { signals: { on: [...signalIds] } }).signals) {
        const hit: Hit = { unit, trace: trace.nativeId, signal: found.id, steps: found.steps, found };
        if (!hits.has(hitKey(hit))) hits.set(hitKey(hit), hit);
      }
    }
  }
  return [...hits.values()];
}
