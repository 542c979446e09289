import type { Reviewer } from '../model/config.ts';
import type { LabelEvent } from '../model/label.ts';
import { reviewerFrom } from '../support/reviewerName.ts';

/** The name that a reviewer goes by now, for any name they had; another name is returned as it is. */
export type NameOf = (name: string) => string;

export function currentNames(reviewers: readonly Reviewer[]): NameOf {
  const names = new Map(reviewers.flatMap(({ name, was = [] }) => was.map((each) => [reviewerFrom(each), reviewerFrom(name)])));
  return (name) => names.get(name) ?? name;
}

/** The event under the names that its people go by now: the same object where that changes nothing. */
export function underCurrentNames(event: LabelEvent, nameOf: NameOf): LabelEvent {
  const by = nameOf(event.by);
  const named = by === event.by ? event : { ...event, by };
  switch (named.kind) {
    case 'adjudicate': return named.value.of.every((each) => nameOf(each) === each) ? named : { ...named, value: { ...named.value, of: named.value.of.map(nameOf) } };
    case 'relabel': return nameOf(named.value.of) === named.value.of ? named : { ...named, value: { ...named.value, of: nameOf(named.value.of) } };
    default: return named;
  }
}
