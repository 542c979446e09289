import type { Assembled } from '../trajectory/assemble.ts';
import { readFacts } from '../trajectory/facts.ts';
import type { Found, SignalRule } from './signal.ts';
import { named } from './words.ts';

export const fallbackUsed: SignalRule = {
  id: 'fallbackUsed',
  title: 'Fallback used',
  describe: 'The trace says that the run fell back, or another model answered where one had failed.',
  severity: 'warning',
  find({ trace, assembled: { steps, ordered }, answer, facts }) {
    const found: Found[] = [];
    const models = ordered.flatMap((span, at) => (span.kind === 'llm' && span.counted ? [{ span, step: steps[at]! }] : []));
    models.forEach(({ span, step }, at) => {
      const before = models[at - 1];
      if (before === undefined || before.span.status !== 'error' || span.status === 'error') return;
      if (before.step.parent !== step.parent || before.span.model === null || span.model === null || before.span.model === span.model) return;
      found.push({ steps: [step.n], why: `${named(before.span.model)} failed at step ${before.step.n}, ${named(span.model)} answered`, tag: 'fallback' });
    });
    found.push(...chainsIn(steps, ordered));
    const { fallback } = readFacts(trace, { fallback: facts.fallback }, answer?.text ?? null);
    if (fallback === true) found.push({ steps: answer ? [answer.step.n] : [], why: 'the trace records that the fallback was given', tag: 'fallback' });
    return found;
  },
};

const chainOf = (model: string | null): readonly string[] => (model?.startsWith('fallback:') === true && model.length <= longestChain ? model.slice('fallback:'.length).split(',').map((each) => each.trim()) : []);
const longestChain = 1000;

/** Agents that name all models they may ask, in their order: where another than the first answered, those before it had failed. */
function chainsIn(steps: Assembled['steps'], ordered: Assembled['ordered']): readonly Found[] {
  const around: { readonly depth: number; readonly chain: readonly string[] }[] = [];
  return ordered.flatMap((span, at): readonly Found[] => {
    const { n, depth } = steps[at]!;
    while (around.length > 0 && around.at(-1)!.depth >= depth) around.pop();
    const chain = chainOf(span.model);
    if (span.kind !== 'llm' && chain.length > 1) around.push({ depth, chain });
    const asked = span.kind === 'llm' && span.model !== null && span.status !== 'error' && span.output.length > 0 ? around.at(-1)?.chain : undefined;
    const place = asked?.indexOf(span.model!) ?? -1;
    return place <= 0 ? [] : [{ steps: [n], why: `${named(asked![0]!)} was to answer, ${named(span.model!)} did`, tag: 'fallback' }];
  });
}
