import type { LabelledTrace } from '../../../../src/core/model/review.ts';
import type { Label } from '../../../../src/core/model/label.ts';
import { seeded } from '../../../../src/core/statistics/random.ts';

type Told = Partial<Omit<LabelledTrace, 'labels'>> & { readonly label?: Partial<Label> };

export const noLabel: Label = { by: 'ana', at: '2026-02-03T10:00:00Z', verdict: null, class: null, firstWrong: null, lastGood: null, note: '', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };

/** A labelled trace; what is not said of it is not recorded. */
export function labelled(id: string, { label, ...told }: Told = {}): LabelledTrace {
  const whole = { ...noLabel, verdict: 'pass' as const, ...label };
  return {
    id, orphan: false, nativeId: `run-${id}`, title: `Question ${id}`, file: 'a.jsonl', startUs: null, latencyMs: null, costUsd: null, toolsCalled: [], toolsOffered: null, models: [], tags: [], facts: {}, feedback: {}, cases: [],
    labels: { label: whole, own: [whole], adjudicated: null, disagree: false }, ...told,
  };
}

export const fail = (id: string, mode?: string): Partial<Label> => ({ verdict: 'fail', class: { class: id, ...(mode === undefined ? {} : { mode }) } });
export const anchored = (good: string, wrong: string, step = 2): Partial<Label> => ({ lastGood: { step, span: null, name: good }, firstWrong: { step: step + 1, span: null, name: wrong } });
export const us = (iso: string): number => Date.parse(iso) * 1000;

/** Traffic of which the truth is known: an agent that picks the right tool with chance `before`, and from the change on with chance `after`. */
export function traffic({ seed, n, before, after }: { readonly seed: number; readonly n: number; readonly before: number; readonly after: number }): readonly LabelledTrace[] {
  const random = seeded(seed);
  return Array.from({ length: 2 * n }, (_, at) => {
    const isAfter = at >= n;
    const right = random() < (isAfter ? after : before);
    // Reviewers look on purpose at failures, too: these say nothing of the rate.
    const enriched = random() < 0.3;
    const wrong = enriched ? random() < 0.9 : !right;
    return labelled(`${isAfter ? 'new' : 'old'}${at}`, { startUs: us('2026-01-05T08:00:00Z') + at * 3_600_000_000, label: { ...(wrong ? fail('tool_selection') : random() < 0.1 ? fail('answer_quality') : { verdict: 'pass' }), stratum: enriched ? 'enriched' : 'random' } });
  });
}
