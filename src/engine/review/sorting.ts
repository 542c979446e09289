import type { ClassValue, LabelEvent } from '../../core/model/label.ts';
import type { TraceLabels } from '../../core/model/review.ts';
import type { LabelEventBody } from '../../core/review/labels.ts';
import { isReviewed } from '../../core/review/labels.ts';
import type { SaidOfTrace } from '../journals.ts';

/**
 * What sorts a trace into a class: one's own label by a class of one's own, others' without speaking for them. Labels that name another
 * class than the one in force are somebody's judgement and stay.
 */
export function sortedInto(trace: LabelEvent['trace'], { label, own, adjudicated }: TraceLabels, by: string, value: ClassValue | null): SaidOfTrace | null {
  if (label === null || label.verdict === 'pass') return null;
  const before = label.class?.class ?? null;
  const sort = (of: string): LabelEventBody => (of === by && label.by === by && adjudicated === null ? { kind: 'class', value } : { kind: 'relabel', value: { of, class: value } });
  const followed = own.filter((each) => each.verdict !== 'pass' && (each.by === label.by || each.class === null || each.class.class === before)).map((each) => each.by);
  const bodies = [...new Set([...(adjudicated === null ? [] : [adjudicated.by]), ...followed])].map(sort);
  // Whoever sorts their own note into a failure class says that the run failed, also where they had put it off.
  const implied: readonly LabelEventBody[] = value !== null && label.by === by && !isReviewed(label) ? [{ kind: 'verdict', value: 'fail' }] : [];
  return { trace, bodies: [...implied, ...bodies] };
}
