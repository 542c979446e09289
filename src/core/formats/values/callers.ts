/** Where a step stands among the others. `isCall`: it is a model call. */
export type Standing = { readonly id: string; readonly parentId: string | null; readonly isCall: boolean };

/** Steps with model calls below them: platforms write the tokens of the calls on them once more. */
export function callersAmong(steps: readonly Standing[]): ReadonlySet<string> {
  const parents = new Map(steps.map(({ id, parentId }) => [id, parentId]));
  const callers = new Set<string>();
  for (const { parentId, isCall } of steps) if (isCall) for (let at = parentId; at !== null && !callers.has(at); at = parents.get(at) ?? null) callers.add(at);
  return callers;
}
