import { canonicalJson } from '../evaluators/canonical.ts';
import type { ComparedSide } from '../model/comparison.ts';
import type { Json } from '../model/json.ts';
import type { Call, Trial } from '../model/trace.ts';
import { argumentsPreview } from '../trajectory/assemble.ts';
import { answerName, answerStep, asText, bareStep } from './side.ts';
import type { Side, SideStep, StepTexts } from './side.ts';

/** A trial as one side: its calls, and its answer as the last step. It tells of no more. */
export function sideOfTrial(trial: Trial, header: Pick<ComparedSide, 'title' | 'words' | 'verdict' | 'trace'>): Side {
  const calls = trial.calls.map(callStep);
  const answer = trial.output === null ? [] : [answerStep(calls.length + 1, trial.output)];
  const steps = [...calls, ...answer];
  return {
    header: {
      kind: 'trial', ...header, steps: steps.length,
      toolCalls: trial.callsUnknown ? null : trial.calls.length, toolErrors: trial.callsUnknown ? null : trial.calls.filter((call) => call.status === 'error').length,
      latencyMs: trial.latencyMs, tokens: trial.tokens, costUsd: trial.costUsd, unsupported: null, feedback: trial.feedback,
    },
    steps,
    texts(n): StepTexts {
      const call = trial.calls[n - 1];
      if (!call) return { step: new Map(trial.output === null ? [] : [['Answer', trial.output]]), prompt: new Map(), raw: new Map() };
      return {
        step: new Map([...(call.args === undefined ? [] : [['Arguments', asText(call.args)] as const]), ...(call.result === undefined ? [] : [['Result', asText(call.result)] as const])]),
        prompt: new Map(), raw: new Map([['Span', asText(call as unknown as Json)]]),
      };
    },
  };
}

/** A trace as far as a trial could tell of it: what else it holds would stand beside nothing, and hide where the two part. Steps keep their numbers. */
export function toldAsTrial(side: Side): Side {
  const isAnswer = ({ said, asks }: SideStep): boolean => said !== null && !asks;
  // Where no model call gave the answer, the agent around all of them has it.
  const answer = side.steps.findLast((step) => step.kind === 'llm' && isAnswer(step)) ?? side.steps.find((step) => step.kind === 'agent' && isAnswer(step));
  return { ...side, steps: [...side.steps.filter(({ kind }) => kind === 'tool'), ...(answer ? [{ ...answer, kind: 'llm' as const, name: answerName }] : [])] };
}

function callStep(call: Call, index: number): SideStep {
  return bareStep({
    n: index + 1, kind: 'tool', name: call.name, detail: call.args === undefined || call.args === null ? null : argumentsPreview(call.args),
    durationMs: call.startUs === null || call.endUs === null ? null : (call.endUs - call.startUs) / 1000, failed: call.status === 'error', status: call.status,
    args: call.args === undefined ? null : canonicalJson(call.args), result: call.result === undefined ? null : canonicalJson(call.result),
  });
}
