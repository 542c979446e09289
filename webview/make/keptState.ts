import type { Decision } from '../../src/core/model/proposal.ts';

/** What a person did on the page, as it is kept over a reload. */
export type Kept = {
  readonly id: string | undefined;
  readonly decisions: Readonly<Record<string, Decision>>;
  /** Findings that were decided on: true where they are replaced. */
  readonly decided: Readonly<Record<string, boolean>>;
  readonly text: string | null;
  readonly textFor: { readonly decisions: Readonly<Record<string, Decision>>; readonly redact: readonly number[] } | null;
  readonly folder: string | undefined;
  readonly fromStep: number | undefined;
  readonly focused: string;
};

export const nothingKept: Kept = { id: undefined, decisions: {}, decided: {}, text: null, textFor: null, folder: undefined, fromStep: undefined, focused: 'query' };

/** A state of another version of the page counts for nothing. */
export function keptState(value: unknown): Kept {
  if (!isMap(value)) return nothingKept;
  const { id, decisions, decided, text, textFor, folder, fromStep, focused } = value;
  return {
    id: typeof id === 'string' ? id : undefined,
    decisions: decisionsOf(decisions), decided: isMap(decided) ? Object.fromEntries(Object.entries(decided).map(([key, each]) => [key, each === true])) : {},
    text: typeof text === 'string' ? text : null,
    textFor: isMap(textFor) && Array.isArray(textFor['redact']) ? { decisions: decisionsOf(textFor['decisions']), redact: textFor['redact'].filter((each) => typeof each === 'number') } : null,
    folder: typeof folder === 'string' ? folder : undefined,
    fromStep: typeof fromStep === 'number' ? fromStep : undefined,
    focused: typeof focused === 'string' ? focused : 'query',
  };
}

function decisionsOf(value: unknown): Readonly<Record<string, Decision>> {
  if (!isMap(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (isDecision(each) ? [[key, each] as const] : [])));
}

const states: readonly unknown[] = ['kept', 'worded', 'typed', 'loosened', 'dropped'] satisfies readonly Decision[];
const isDecision = (value: unknown): value is Decision => states.includes(value);
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
