import type { LabelledTrace } from '../../model/review.ts';
import type { Saturation } from '../../model/taxonomyOverview.ts';

/**
 * How many failures in a row were of kinds known before, in the order in which people labelled them. What one request sorted came at one
 * time: of a class that was new then nothing in it counts.
 */
export function saturationOf(labelled: readonly LabelledTrace[]): Saturation {
  const failed = labelled.flatMap(({ labels: { label } }) => (label?.verdict === 'fail' ? [label] : []));
  const sorted = failed.flatMap(({ at, class: value }) => (value === null ? [] : [{ at, class: value.class }]));
  const known = new Set<string>();
  let [since, last] = [0, null as Saturation['last']];
  for (const [at, together] of [...Map.groupBy(sorted, (each) => each.at)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const fresh = together.find((each) => !known.has(each.class));
    for (const each of together) known.add(each.class);
    since = fresh ? 0 : since + together.length;
    if (fresh) last = { class: fresh.class, at };
  }
  return { n: sorted.length, since, last, unsorted: failed.length - sorted.length };
}
