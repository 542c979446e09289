import { formatCount, plural } from './numbers.ts';

/** Detectors of personal data, as placeholders name them; all others are of secrets. Pages cannot import the detectors themselves. */
export const personalKinds: ReadonlySet<string> = new Set(['email', 'iban', 'card-number', 'phone', 'us-ssn']);

type Counts = Readonly<Record<string, number>>;

/** What was replaced: likely secrets and personal data apart, each with how many of which kind. */
export function redactionsApart(counts: Counts): { readonly secrets: Counts; readonly personal: Counts } {
  const only = (personal: boolean): Counts => Object.fromEntries(Object.entries(counts).filter(([kind, times]) => times > 0 && personalKinds.has(kind) === personal));
  return { secrets: only(false), personal: only(true) };
}

export function timesOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, times) => sum + times, 0);
}

/** "1 aws-access-key, 2 jwt" */
export function kindsOf(counts: Counts): string {
  return Object.entries(counts).map(([kind, times]) => `${formatCount(times)} ${kind}`).join(', ');
}

/** A sentence part each: "2 likely secrets replaced: 2 jwt", "3 pieces of personal data replaced: 1 email, 2 phone". Empty where nothing was. */
export function redactionWords(counts: Counts): readonly string[] {
  const { secrets, personal } = redactionsApart(counts);
  return [
    ...(timesOf(secrets) > 0 ? [`${plural(timesOf(secrets), 'likely secret')} replaced: ${kindsOf(secrets)}`] : []),
    ...(timesOf(personal) > 0 ? [`${plural(timesOf(personal), 'piece')} of personal data replaced: ${kindsOf(personal)}`] : []),
  ];
}
