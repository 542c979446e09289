import type { Completeness, LookedFor, Share } from './completeness.ts';

/** What each is called where only it is named, and of what one is expected. */
const names: Readonly<Record<LookedFor, { readonly name: string; readonly of: readonly [one: string, many: string] }>> = {
  query: { name: 'the question', of: ['trace', 'traces'] },
  toolsConsidered: { name: 'the tools offered', of: ['trace', 'traces'] },
  toolPicked: { name: 'the tools called', of: ['trace', 'traces'] },
  why: { name: 'the reason for the first call', of: ['trace with a call', 'traces with a call'] },
  context: { name: 'the context', of: ['trace', 'traces'] },
  response: { name: 'the answer', of: ['trace', 'traces'] },
  feedback: { name: 'the user\'s verdict', of: ['trace', 'traces'] },
  user: { name: 'the user', of: ['trace', 'traces'] },
  session: { name: 'the session', of: ['trace', 'traces'] },
  times: { name: 'start and end', of: ['step', 'steps'] },
  model: { name: 'the model', of: ['model call', 'model calls'] },
  tokens: { name: 'token counts', of: ['model call', 'model calls'] },
  cost: { name: 'cost', of: ['model call', 'model calls'] },
  messages: { name: 'the messages', of: ['model call', 'model calls'] },
  arguments: { name: 'arguments', of: ['tool call', 'tool calls'] },
  results: { name: 'results', of: ['tool call', 'tool calls'] },
};

export type MissingField = Share & {
  readonly field: LookedFor;
  /** "the user", "token counts" */
  readonly name: string;
  /** What `of` counts: "trace" or "traces". */
  readonly unit: string;
};

export function nameOf(field: LookedFor): string {
  return names[field].name;
}

/** What of all that is looked for is not everywhere where it could be, in the order of `lookedFor`. */
export function missingFields(completeness: Completeness): readonly MissingField[] {
  return (Object.keys(names) as LookedFor[]).flatMap((field) => {
    const { have, of } = completeness[field];
    if (have >= of) return [];
    return [{ field, have, of, name: names[field].name, unit: names[field].of[of === 1 ? 0 : 1] }];
  });
}
