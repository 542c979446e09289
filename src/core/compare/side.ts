import { canonicalJson } from '../evaluators/canonical.ts';
import type { ComparedSide, ComparedStep, ComparedText } from '../model/comparison.ts';
import type { Json } from '../model/json.ts';

/** Of an answer, in its row. */
const mostOfAnswer = 120;

/** A step with all that decides whether another one is the same. Texts are canonical: equal values have equal texts. */
export type SideStep = ComparedStep & {
  /** Null: not recorded, or the step takes none. */
  readonly args: string | null;
  readonly result: string | null;
  /** What a model call said, calls included. */
  readonly said: string | null;
  /** The calls it asked for, where it did: each is a step of its own. */
  readonly asks: boolean;
};

/** One of two things to be compared, read once. */
export type Side = {
  readonly header: ComparedSide;
  readonly steps: readonly SideStep[];
  /** Whether a step of the other side is what this one expects; absent on a side that was run. */
  readonly expects?: (expected: SideStep, actual: SideStep) => { readonly ok: boolean; readonly differs: string | null };
  /** Texts of a step, by its number; the other side's are beside them. */
  readonly texts: (n: number) => StepTexts;
};

/** A call or an answer of which nothing is known but what it says. */
export function bareStep(step: Pick<SideStep, 'n' | 'kind' | 'name' | 'detail'> & Partial<SideStep>): SideStep {
  return { depth: 0, durationMs: null, tokens: null, costUsd: null, failed: false, failedBelow: false, status: null, error: null, args: null, result: null, said: null, asks: false, ...step };
}

export const answerName = 'answer';

export function answerStep(n: number, text: string): SideStep {
  return bareStep({ n, kind: 'llm', name: answerName, detail: text.slice(0, mostOfAnswer), said: canonicalJson([[text]]) });
}

/** As it is read and compared line by line. */
export const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** By title, so that the same are laid side by side. */
export type StepTexts = { readonly step: ReadonlyMap<string, string>; readonly prompt: ReadonlyMap<string, string>; readonly raw: ReadonlyMap<string, string> };

export const noTexts: StepTexts = { step: new Map(), prompt: new Map(), raw: new Map() };

/** Texts of the same title beside each other; those of one side alone with a hole. */
export function beside(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly ComparedText[] {
  return [...new Set([...a.keys(), ...b.keys()])].map((title) => ({ title, a: a.get(title) ?? null, b: b.get(title) ?? null }));
}
