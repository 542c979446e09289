import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { CallStanding, ContextCall, DocumentStanding, Insights, Repeat, SaidValues, Signal } from '../../src/core/model/insights.ts';
import type { TrajectorySkeleton } from '../../src/core/model/trajectory.ts';
import type { Failure } from '../shared/failure.ts';
import { failureOf } from '../shared/failure.ts';
import type { Api } from './model.ts';

/** What the engine says of the whole trace, by step. Null until it is there: a page is read without it too. */
export type InsightsModel = ReturnType<typeof createInsights>;

export function createInsights(api: Api, skeleton: ReadonlySignal<TrajectorySkeleton | null>) {
  const insights = signal<Insights | null>(null);
  const failure = signal<Failure | null>(null);

  const byStep = <Item>(items: (all: Insights) => readonly Item[], stepsOf: (item: Item) => readonly number[]) => computed((): ReadonlyMap<number, readonly Item[]> => {
    const found = new Map<number, Item[]>();
    for (const item of insights.value ? items(insights.value) : []) {
      for (const n of stepsOf(item)) {
        const there = found.get(n);
        if (there) there.push(item);
        else found.set(n, [item]);
      }
    }
    return found;
  });
  const one = (step: number | null): readonly number[] => (step === null ? [] : [step]);

  return {
    insights, failure,
    /** Where each is told on a row; one of several steps at its first, unless it says otherwise. */
    signals: byStep<Signal>((all) => all.signals, ({ steps, tagAt }) => tagAt ?? steps.slice(0, 1)),
    repeats: byStep<Repeat>((all) => all.repeats, ({ steps }) => steps),
    calls: byStep<CallStanding>((all) => all.calls, ({ step }) => one(step)),
    /** Those that no step ran. */
    callsById: computed((): ReadonlyMap<string, CallStanding> => new Map((insights.value?.calls ?? []).flatMap((call) => (call.step === null && call.callId !== null ? [[call.callId, call] as const] : [])))),
    said: byStep<SaidValues>((all) => all.said, ({ step }) => [step]),
    documents: byStep<DocumentStanding>((all) => all.documents, ({ step }) => [step]),
    context: byStep<ContextCall>((all) => all.context, ({ step }) => [step]),
    /** Asks once for what is shown now; an answer for a trace that was read again meanwhile is dropped. */
    async load(): Promise<void> {
      const of = skeleton.peek();
      try {
        const found = await api.insights({});
        if (skeleton.peek() !== of) return;
        insights.value = found;
        failure.value = null;
      } catch (error) {
        if (skeleton.peek() === of) failure.value = failureOf(error);
      }
    },
  };
}
