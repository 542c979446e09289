import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adviceFor } from '../core/doctor/advice.ts';
import type { Advice } from '../core/doctor/advice.ts';
import type { Completeness } from '../core/doctor/completeness.ts';
import { seenIn } from '../core/doctor/seen.ts';
import { verdictsOf } from '../core/doctor/verdicts.ts';
import type { Trace } from '../core/model/trace.ts';
import { messageOf } from '../core/support/errors.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { Store } from '../store/openStore.ts';
import type { EngineContext, TraceIndex } from './context.ts';
import { completenessIn, examinedTogether } from './examinedTogether.ts';
import { createImporting } from './importing.ts';

export type Doctor = Pick<EngineApi, 'examineExports' | 'adviseOnFile'>;

/** Traces of a file that are looked at to find out what wrote them: a file is mostly of one making. */
const sample = 24;

/**
 * What an export lacks, and what to switch on for the next one.
 * @param openAside opens an index of its own in an empty folder
 */
export function createDoctor(context: EngineContext, store: Store, openAside: (folder: string) => Store): Doctor {
  return {
    async examineExports(request, call) {
      const folder = mkdtempSync(join(tmpdir(), 'casebook-doctor-'));
      const aside = openAside(folder);
      try {
        const report = await createImporting({ ...context, index: indexOf(aside) }, aside).importFiles(request, call);
        return {
          cancelled: report.cancelled, traces: report.traces,
          files: examinedTogether(aside, report.files).map((file) => ({
            ...file,
            questions: file.completeness === null ? [] : verdictsOf(file.completeness),
            advice: file.completeness === null ? [] : adviceOn(aside, file.path, file.completeness),
          })),
        };
      } finally {
        aside.close();
        try {
          rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
        } catch (error) {
          context.log.warn(`${folder} could not be removed: ${messageOf(error)}. It holds what was read of the export, with likely secrets replaced.`);
        }
      }
    },
    adviseOnFile({ file }) {
      const counts = store.countsOfFile(file);
      return { advice: counts.length === 0 ? [] : adviceOn(store, file, completenessIn(counts)) };
    },
  };
}

function adviceOn(store: Store, file: string, completeness: Completeness): readonly Advice[] {
  const ids = store.tracesOfReading(file);
  // Spread over the file: what came first need not be like the rest.
  const step = Math.max(1, ids.length / sample);
  const chosen = Array.from({ length: Math.min(sample, ids.length) }, (_, index) => ids[Math.floor(index * step)] ?? '');
  return adviceFor(completeness, seenIn(read(store, chosen)));
}

/** One after another, so that no more than one is held. */
function* read(store: Store, ids: readonly string[]): Generator<Trace> {
  for (const id of ids) {
    const trace = store.readTrace(id);
    if (trace) yield trace;
  }
}

/** An index without people's work: nothing there is labelled. */
function indexOf(store: Store): TraceIndex {
  return { readTrace: store.readTrace, readSummary: store.readSummary, labelOf: () => null, failingAmong: () => undefined, saveResults: store.saveResults, lastResults: store.lastResults };
}
