import type { ComparedPayload, Comparison, StepPair } from '../model/comparison.ts';
import { isJsonMap } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import { alignSteps } from './align.ts';
import { beside, noTexts } from './side.ts';
import type { Side, SideStep } from './side.ts';

/** Lays two runs side by side. Pure; what the steps hold is asked for pair by pair. */
export function compareSides(a: Side, b: Side): Comparison {
  const aligned = alignSteps(a.steps, b.steps);
  const pairs = aligned.pairs.map(([i, j]) => pairOf(a, b, a.steps[i], b.steps[j]));
  return {
    a: a.header, b: b.header, pairs: pairs.map(({ pair }) => pair),
    firstDivergence: divergenceOf(pairs),
    coarse: aligned.coarse ? 'The runs are so long and so different that some steps stand alone that a closer look might pair.' : null,
  };
}

/** @param n1 of the step in A, null where the pair has none; `n2` likewise in B */
export function comparePayloads(a: Side, b: Side, n1: number | null, n2: number | null): ComparedPayload {
  const first = n1 === null ? noTexts : a.texts(n1);
  const second = n2 === null ? noTexts : b.texts(n2);
  return { step: beside(first.step, second.step), prompt: beside(first.prompt, second.prompt), raw: beside(first.raw, second.raw), cut: [] };
}

type Paired = { readonly pair: StepPair; readonly a: SideStep | undefined; readonly b: SideStep | undefined; readonly acts: boolean };

function pairOf(a: Side, b: Side, one: SideStep | undefined, other: SideStep | undefined): Paired {
  if (!one || !other) {
    const step = (one ?? other)!;
    return { pair: { a: one ? shown(one) : null, b: other ? shown(other) : null, relation: one ? 'onlyA' : 'onlyB', differs: null }, a: one, b: other, acts: !isWhole(step) };
  }
  const said = a.expects ? a.expects(one, other) : b.expects ? b.expects(other, one) : sameAs(one, other);
  return {
    pair: { a: shown(one), b: shown(other), relation: said.ok ? 'same' : 'changed', differs: said.differs }, a: one, b: other,
    // What a turn asks for differs where the call does, and is told there.
    acts: (acts(one) && acts(other)) || (said.differs === 'name' && !isWhole(one) && !isWhole(other)),
  };
}

/** Whether a step is something the run did: called, looked up, answered. */
function acts({ kind, asks, said }: SideStep): boolean {
  return kind === 'tool' || kind === 'retrieval' || (kind === 'llm' && !asks && said !== null);
}

/** The run itself: what it is called says nothing of what it did. */
const isWhole = ({ kind, depth }: SideStep): boolean => kind === 'agent' && depth === 0;

function shown({ args: _, result: __, said: ___, asks: ____, ...step }: SideStep): StepPair['a'] {
  return step;
}

function sameAs(a: SideStep, b: SideStep): { readonly ok: boolean; readonly differs: string | null } {
  if (a.name !== b.name && a.kind !== 'llm') return { ok: false, differs: 'name' };
  if (a.args !== b.args) return { ok: false, differs: argumentsThatDiffer(a.args, b.args) };
  if (a.said !== b.said) return { ok: false, differs: a.asks || b.asks ? 'calls asked for' : 'answer' };
  if (a.status !== b.status && a.status !== null && b.status !== null) return { ok: false, differs: 'status' };
  if (a.result !== b.result) return { ok: false, differs: 'result' };
  return { ok: a.failed === b.failed, differs: a.failed === b.failed ? null : 'error' };
}

/** The names of the arguments that differ; `arguments` where they are no maps, or many do. */
function argumentsThatDiffer(a: string | null, b: string | null): string {
  const [one, other] = [a, b].map((text) => (text === null ? undefined : (JSON.parse(text) as Json)));
  if (!isJsonMap(one) || !isJsonMap(other)) return 'arguments';
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
  return names.length > 3 ? 'arguments' : names.join(', ');
}

function divergenceOf(pairs: readonly Paired[]): Comparison['firstDivergence'] {
  const at = pairs.findIndex(({ pair, acts: isAction }) => isAction && pair.relation !== 'same');
  const found = pairs[at];
  return found ? { pair: at, sentence: sentenceOf(found) } : null;
}

function sentenceOf({ pair, a, b }: Paired): string {
  const does = (step: SideStep): string => {
    if (step.kind === 'llm') return step.asks ? 'asks for calls' : 'answers';
    return step.kind === 'tool' || step.kind === 'retrieval' ? `calls ${step.name}` : `goes into ${step.name}`;
  };
  if (!b) return `at step ${a!.n}: only A ${does(a!)}`;
  if (!a) return `at step ${b.n} of B: only B ${does(b)}`;
  if (a.kind === 'llm' && b.kind === 'llm') return `at step ${a.n}: the answers differ`;
  if (pair.differs === 'name' || a.name !== b.name) return `at step ${a.n}: A ${does(a)}, B ${does(b)}`;
  if (pair.differs === 'result' || pair.differs === 'status' || pair.differs === 'error') return `at step ${a.n}: the same call of ${a.name} gives another ${pair.differs}`;
  return `at step ${a.n}: both call ${a.name}, with different ${pair.differs === null || pair.differs === 'arguments' ? 'arguments' : pair.differs}`;
}
