import { packSteps, unpackSteps } from '../src/core/trajectory/packedSteps.ts';
import type { TraceSummary, TrajectorySkeleton, TrajectoryStep } from '../src/core/model/trajectory.ts';

const firstUs = Date.UTC(2026, 0) * 1000;

/** A run of so many turns as many are: a model that calls two tools at once, of which one fails now and then. Nobody sees it: it is drawn so that the next one is drawn quickly. */
export function rehearsedTrace(turns: number): TrajectorySkeleton {
  const blank = {
    spanId: '', children: 0, detail: null, inputTokens: null, outputTokens: null, costUsd: null, failed: false, failedBelow: false, blocked: false, error: null, noise: false, synthetic: false, parallel: null,
  } as const;
  const steps: TrajectoryStep[] = [{ ...blank, n: 1, spanId: '1', parent: null, depth: 0, children: turns, kind: 'agent', name: 'run', startUs: firstUs, endUs: firstUs + turns * 1e6, failedBelow: true }];
  const add = (step: Omit<TrajectoryStep, keyof typeof blank | 'n'> & Partial<TrajectoryStep>): void => void steps.push({ ...blank, n: steps.length + 1, spanId: `${steps.length + 1}`, ...step });
  for (let turn = 0; turn < turns; turn++) {
    const startUs = firstUs + turn * 1e6;
    const asked = steps.length + 1;
    const failed = turn % 9 === 5;
    add({ parent: 1, depth: 1, children: 2, kind: 'llm', name: 'chat', detail: `Turn **${turn}**`, startUs, endUs: startUs + 6e5, inputTokens: 900 + turn, outputTokens: 40, costUsd: 0.002, failedBelow: failed });
    for (const at of [0, 1]) {
      const fails = failed && at === 1;
      add({ parent: asked, depth: 2, kind: at === 0 ? 'tool' : 'retrieval', name: 'look up', detail: `{"turn":${turn}}`, startUs: startUs + 6e5, endUs: startUs + 7e5 + at * 1e5, failed: fails, error: fails ? 'timed out' : null, parallel: turn + 1 });
    }
  }
  // As steps come out of the index: what was made in another way would teach nothing about them.
  return { summary: summaryOf(steps.length, turns * 1000), steps: unpackSteps(packSteps(steps)), notes: [] };
}

function summaryOf(steps: number, latencyMs: number): TraceSummary {
  return {
    id: 'tr_rehearsed', nativeId: '', format: 'otlp', file: '', sha256: '', name: 'run', app: null, agent: null, models: ['model'], sessionId: null, userId: null, startUs: firstUs, importedAt: '1970-01-01T00:00:00.000Z',
    latencyMs, inputTokens: 9000, outputTokens: 400, costUsd: 0.02, costSource: 'reported', spans: steps, steps, toolCalls: steps, failedCalls: 1, firstError: null,
    query: 'Where is it?', userTurns: 1, toolsOffered: ['look up'], toolsCalled: ['look up'], callsKnown: true, why: 'To know where it is.', promptTokens: 900, documents: 0, answer: 'Here.', feedback: null,
    facts: {}, failing: null, label: null, cases: [], warnings: 0,
  };
}
