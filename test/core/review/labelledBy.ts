import type { LabelEvent } from '../../../src/core/model/label.ts';
import type { LabelledTrace } from '../../../src/core/model/review.ts';
import type { LabelEventBody } from '../../../src/core/review/labels.ts';
import { foldLabels } from '../../../src/core/review/labels.ts';
import { labelled } from './patterns/generatedTraffic.ts';

/** What somebody said; at the minute of the day `m`, else one after another. */
export type Said = readonly [by: string, ...bodies: readonly (LabelEventBody & { readonly m?: number })[]];

/** A trace with what reviewers said of it, through the fold that journals take. */
export function labelledBy(id: string, said: readonly Said[], told: Partial<LabelledTrace> = {}): LabelledTrace {
  let count = 0;
  const events = said.flatMap(([by, ...bodies]) => bodies.map(({ m, ...body }): LabelEvent => {
    count++;
    const minute = String(m ?? count).padStart(4, '0');
    return { v: 1, id: `${minute} ${id} ${count}`, at: `2026-02-03T${minute.slice(0, 2)}:${minute.slice(2)}:00.000Z`, by, trace: { id, sha256: '' }, ...body };
  }));
  return labelled(id, { labels: foldLabels(events), ...told });
}

export const pass = { kind: 'verdict', value: 'pass' } as const;
export const fail = { kind: 'verdict', value: 'fail' } as const;
export const defer = { kind: 'verdict', value: 'defer' } as const;
export const inClass = (id: string, mode?: string) => ({ kind: 'class', value: { class: id, ...(mode === undefined ? {} : { mode }) } }) as const;
export const note = (value: string) => ({ kind: 'note', value }) as const;
