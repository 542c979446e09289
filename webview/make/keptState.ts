import type { Decision } from '../../src/core/model/proposal.ts';

type Decisions = Readonly<Record<string, Decision>>;
type Decided = Readonly<Record<string, boolean>>;
/** Where the cases of a page go: a file each in a folder (absent: the usual one), all into one new file there, or to the end of a file that is there. */
export type Place = { readonly kind: 'each'; readonly folder?: string } | { readonly kind: 'suite'; readonly folder?: string; readonly name: string } | { readonly kind: 'append'; readonly file: string };

/** What a person did on the page about one trace, as it is kept over a reload. */
export type Kept = {
  readonly id: string | undefined;
  readonly decisions: Decisions;
  /** Findings that were decided on: true where they are replaced. */
  readonly decided: Decided;
  readonly text: string | null;
  readonly textFor: { readonly decisions: Decisions; readonly redact: readonly number[] } | null;
  readonly fromStep: number | undefined;
  readonly focused: string;
  /** Somebody has decided something in it, be it that it is right. */
  readonly confirmed: boolean;
  /** What one choice each replaced, the last one last. */
  readonly past: readonly Before[];
  readonly written: { readonly id: string; readonly file: string; readonly sentence: string } | null;
};

/** How it was before a choice; undefined where nothing had been chosen. */
export type Before =
  | { readonly kind: 'decision'; readonly id: string; readonly was: Decision | undefined }
  | { readonly kind: 'finding'; readonly id: string; readonly was: boolean | undefined }
  | { readonly kind: 'text' } & Pick<Kept, 'text' | 'textFor'>
  | { readonly kind: 'part' } & Pick<Kept, 'id' | 'decisions' | 'decided' | 'text' | 'textFor' | 'fromStep'>;

/** So far a person can go back. */
export const mostPast = 50;
export const nothingKept: Kept = { id: undefined, decisions: {}, decided: {}, text: null, textFor: null, fromStep: undefined, focused: 'query', confirmed: false, past: [], written: null };

export type KeptPage = { readonly at: number; readonly place: Place; readonly traces: Readonly<Record<string, Kept>> };

/** A state of another version of the page counts for nothing. */
export function keptPage(value: unknown): KeptPage {
  const { at, place, traces } = isMap(value) ? value : {};
  return {
    at: typeof at === 'number' && at >= 0 ? at : 0, place: placeIn(place),
    traces: isMap(traces) ? Object.fromEntries(Object.entries(traces).map(([trace, each]) => [trace, keptState(each)])) : {},
  };
}

function placeIn(value: unknown): Place {
  const { kind, folder, name, file } = isMap(value) ? value : {};
  const within = typeof folder === 'string' ? { folder } : {};
  if (kind === 'append' && typeof file === 'string') return { kind, file };
  return kind === 'suite' && typeof name === 'string' ? { kind, name, ...within } : { kind: 'each', ...within };
}

function keptState(value: unknown): Kept {
  if (!isMap(value)) return nothingKept;
  const { fromStep, focused, past, written } = value;
  return {
    ...chosenIn(value), fromStep: typeof fromStep === 'number' ? fromStep : undefined, focused: typeof focused === 'string' ? focused : 'query', confirmed: value['confirmed'] === true,
    past: Array.isArray(past) ? past.flatMap(beforeIn) : [],
    written: isMap(written) && typeof written['id'] === 'string' && typeof written['file'] === 'string' ? { id: written['id'], file: written['file'], sentence: String(written['sentence']) } : null,
  };
}

function chosenIn({ id, decisions, decided, text, textFor }: Readonly<Record<string, unknown>>): Pick<Kept, 'id' | 'decisions' | 'decided' | 'text' | 'textFor'> {
  return {
    id: typeof id === 'string' ? id : undefined,
    decisions: decisionsIn(decisions), decided: isMap(decided) ? Object.fromEntries(Object.entries(decided).map(([key, each]) => [key, each === true])) : {},
    text: typeof text === 'string' ? text : null,
    textFor: isMap(textFor) && Array.isArray(textFor['redact']) ? { decisions: decisionsIn(textFor['decisions']), redact: textFor['redact'].filter((each) => typeof each === 'number') } : null,
  };
}

function beforeIn(value: unknown): readonly Before[] {
  if (!isMap(value)) return [];
  const { kind, id, was, fromStep } = value;
  if (kind === 'decision' && typeof id === 'string') return [{ kind, id, was: isDecision(was) ? was : undefined }];
  if (kind === 'finding' && typeof id === 'string') return [{ kind, id, was: typeof was === 'boolean' ? was : undefined }];
  const { text, textFor, ...chosen } = chosenIn(value);
  if (kind === 'text') return [{ kind, text, textFor }];
  return kind === 'part' ? [{ kind, ...chosen, text, textFor, fromStep: typeof fromStep === 'number' ? fromStep : undefined }] : [];
}

function decisionsIn(value: unknown): Decisions {
  if (!isMap(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (isDecision(each) ? [[key, each] as const] : [])));
}

const states: readonly unknown[] = ['kept', 'worded', 'typed', 'loosened', 'dropped'] satisfies readonly Decision[];
const isDecision = (value: unknown): value is Decision => states.includes(value);
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
