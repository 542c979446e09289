import { cutInWords } from '../display/contextCut.ts';
import { formatTokens } from '../display/numbers.ts';
import type { Span } from '../model/span.ts';
import { compacted, truncated } from '../trajectory/turns.ts';
import type { Found, SignalRule } from './signal.ts';
import { stepsInWords } from './words.ts';

/** Share of the window (METRICS 18). */
const limit = 0.9;

const cutNamed = ({ events }: Pick<Span, 'events'>): string | null => (events.some(({ name }) => compacted.test(name)) ? 'compacted' : events.some(({ name }) => truncated.test(name)) ? 'truncated' : null);

export const contextPressure: SignalRule = {
  id: 'contextPressure',
  title: 'Context pressure',
  describe: 'A prompt filled over 90 % of the model\'s window, or something was cut from the conversation.',
  severity: 'warning',
  find({ context, assembled: { steps, ordered } }) {
    const found: Found[] = [];
    const full = context.flatMap(({ step, promptTokens, window }) => (promptTokens === null || window === null || promptTokens <= limit * window ? [] : [{ step, promptTokens, window, share: promptTokens / window }]));
    const fullest = full.reduce<(typeof full)[number] | undefined>((most, each) => (most && most.share >= each.share ? most : each), undefined);
    if (fullest) {
      const share = `${(100 * fullest.share).toFixed(1)} %`;
      found.push({ steps: full.map(({ step }) => step), why: `up to ${formatTokens(fullest.promptTokens)} of ${formatTokens(fullest.window)} tokens at step ${fullest.step}`, tag: share });
    }
    for (const [cut, calls] of Map.groupBy(context.filter((each) => each.cut !== null), (each) => each.cut!)) {
      const steps = calls.map(({ step }) => step);
      found.push({ steps, why: cutInWords(cut, stepsInWords(steps)), tag: cut });
    }
    // A log may hold no call, and tell of a cut all the same.
    if (context.length === 0) ordered.forEach((span, at) => {
      const cut = cutNamed(span);
      if (cut !== null) found.push({ steps: [steps[at]!.n], why: `${cut} during the session, of which no model call is recorded`, tag: cut });
    });
    return found.sort((a, b) => a.steps[0]! - b.steps[0]!);
  },
};
