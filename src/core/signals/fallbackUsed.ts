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
    const { fallback } = readFacts(trace, { fallback: facts.fallback }, answer?.text ?? null);
    if (fallback === true) found.push({ steps: answer ? [answer.step.n] : [], why: 'the trace records that the fallback was given', tag: 'fallback' });
    return found;
  },
};
