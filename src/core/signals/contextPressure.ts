import { formatTokens } from '../display/numbers.ts';
import type { Found, SignalRule } from './signal.ts';
import { stepsInWords } from './words.ts';

/** Share of the window (METRICS 18). */
const limit = 0.9;

export const contextPressure: SignalRule = {
  id: 'contextPressure',
  title: 'Context pressure',
  describe: 'A prompt filled over 90 % of the model\'s window, or something was cut from the conversation.',
  severity: 'warning',
  find({ context }) {
    const found: Found[] = [];
    const full = context.flatMap(({ step, promptTokens, window }) => (promptTokens === null || window === null || promptTokens <= limit * window ? [] : [{ step, promptTokens, window, share: promptTokens / window }]));
    const fullest = full.reduce<(typeof full)[number] | undefined>((most, each) => (most && most.share >= each.share ? most : each), undefined);
    if (fullest) {
      const share = `${(100 * fullest.share).toFixed(1)} %`;
      found.push({ steps: full.map(({ step }) => step), why: `up to ${formatTokens(fullest.promptTokens)} of ${formatTokens(fullest.window)} tokens at step ${fullest.step}`, tag: share });
    }
    for (const [cut, calls] of Map.groupBy(context.filter((each) => each.cut !== null), (each) => each.cut!)) {
      const steps = calls.map(({ step }) => step);
      found.push({ steps, why: `${cut} at ${stepsInWords(steps)}`, tag: cut });
    }
    return found.sort((a, b) => a.steps[0]! - b.steps[0]!);
  },
};
