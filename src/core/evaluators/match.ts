/** What comparing one value said. `broken`: it could not be compared, for a reason that is not the value's (METRICS 4). */
export type Match =
  | { readonly ok: true }
  | { readonly ok: false; readonly path: string; readonly reason: string; readonly broken?: 'error' | 'n/a' };

export const matched: Match = { ok: true };
export const mismatch = (path: string, reason: string): Match => ({ ok: false, path, reason });
export const brokenMatch = (path: string, reason: string, kind: 'error' | 'n/a' = 'error'): Match => ({ ok: false, path, reason, broken: kind });

export const isBroken = (match: Match): boolean => !match.ok && match.broken !== undefined;

/** All must hold: the first definite mismatch decides, else the first that could not be compared. */
export function every(matches: Iterable<Match>): Match {
  let broken: Match | undefined;
  for (const match of matches) {
    if (match.ok) continue;
    if (match.broken === undefined) return match;
    broken ??= match;
  }
  return broken ?? matched;
}

/** One must hold: else the first that could not be compared, else `otherwise`. */
export function some(matches: Iterable<Match>, otherwise: Match): Match {
  let broken: Match | undefined;
  for (const match of matches) {
    if (match.ok) return matched;
    if (match.broken !== undefined) broken ??= match;
  }
  return broken ?? otherwise;
}

/** `args.filter.orderId`, `items[2]`, `args["odd key"]`. */
export function child(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
