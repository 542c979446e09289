import type { TraceHeader } from '../core/model/trace.ts';
import type { TraceSummary } from '../core/model/trajectory.ts';
import { undatedShiftUs } from './undated.ts';

export type FacetKind = 'tool' | 'model' | 'tag';
export type Facet = readonly [kind: FacetKind, value: string];

/** What a trace can be filtered by that it may have several of. */
export function facetsOf(summary: TraceSummary, header: TraceHeader): readonly Facet[] {
  const facets = (kind: Facet[0], values: readonly string[]) => [...new Set(values)].map((value): Facet => [kind, value]);
  return [...facets('tool', summary.toolsCalled), ...facets('model', summary.models), ...facets('tag', header.tags)];
}

/** Where a trace stands among others in time: when it ran; where the export has no clock, behind all others, by when it was imported. */
export function atUsOf(summary: TraceSummary): number {
  return summary.startUs ?? Date.parse(summary.importedAt) * 1000 - undatedShiftUs;
}
