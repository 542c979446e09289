import { formatCount, plural } from './numbers.ts';

/** Why there is no agreement to tell of. */
export function agreementWords({ reviewers, shared }: { readonly reviewers: readonly { readonly by: string }[]; readonly shared: number }): string {
  if (reviewers.length === 0) return 'Nobody has labelled yet. Agreement needs two reviewers on the same traces.';
  const names = reviewers.map(({ by }) => by);
  const who = names.length === 1 ? `Only ${names[0]} has labelled` : names.length === 2 ? `${names[0]} and ${names[1]} have labelled` : `${plural(names.length, 'reviewer')} have labelled`;
  return `${who}. Agreement needs two reviewers on the same traces: ${formatCount(shared)} traces have pass or fail from two.`;
}
