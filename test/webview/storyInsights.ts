import type { Insights, Signal } from '../../src/core/model/insights.ts';
import { noInsights } from './recordedHost.ts';
import type { Recorded } from './recordedHost.ts';
import { longTrace } from './longTrace.ts';
import { story } from './story.ts';

/** What the engine could say of the story, written down so that a page's tests do not hang on how signals are found. */

const signal = (id: string, title: string, steps: readonly number[], tag: string, why: string, severity: Signal['severity'] = 'warning'): Signal => ({ id, title, steps, why, tag, severity, measured: { right: 14, of: 15 } });

export const storyInsights: Insights = {
  ...noInsights,
  signalsOff: ['Slow'],
  signals: [
    signal('malformedArguments', 'Malformed arguments', [7, 8, 9], 'Malformed arguments', 'orderId must be string; include_events is not declared', 'error'),
    signal('retryStorm', 'Retry storm', [7, 8, 9], '3 attempts', 'same arguments sent 3 times to getOrder'),
    signal('toolErrorNotRecovered', 'Tool error not recovered', [9], '', 'no later call succeeds, no hand-over offered'),
    signal('staleContext', 'Stale context', [5], '1 stale', 'shipping-faq is 412 days old, limit 90'),
    signal('unsupportedNumber', 'Unsupported number', [10], '2 unsupported', '“3 February” and “14:05” are in no result or document'),
    signal('overLatencyBudget', 'Over latency budget', [], '', '9.17 s, the support tier allows 8 s'),
  ],
  repeats: [{ kind: 'retry', steps: [7, 8, 9], rounds: [7, 8, 9], words: '3 attempts, same arguments, never recovered', recovered: false }],
};

export const signalledStory: Recorded = { ...story, insights: storyInsights };

/** A long run whose prompts fill their window twice and that goes round in circles once. */
export function longInsights(steps: number): Recorded {
  const recorded = longTrace(steps);
  const calls = recorded.view.skeleton.steps.filter((step) => step.kind === 'llm');
  const rounds = [101, 103, 105, 107, 109].filter((n) => n < steps);
  return {
    ...recorded,
    insights: {
      ...noInsights,
      repeats: [{ kind: 'loop', steps: rounds.flatMap((n) => [n, n + 1]), rounds, words: 'Loop: 5 rounds of the same edit and the same failing test', recovered: null }],
      signals: [signal('loop', 'Loop', rounds, 'loop', '5 rounds of the same edit'), signal('nearContextLimit', 'Near the context limit', [calls.at(-1)!.n], '94 % full', '187,204 of 200,000 tokens')],
      context: calls.map(({ n }, index) => {
        const share = (index / calls.length) * 2.4;
        const cut = index > 0 && Math.floor(share) !== Math.floor(((index - 1) / calls.length) * 2.4);
        return { step: n, promptTokens: Math.round(12_000 + (share % 1) * 175_204), window: 200_000, messages: 10, documents: 0, cut: cut ? 'prompt cut by 83 %' : null };
      }),
      windowsFrom: '2026-02-01',
    },
  };
}
