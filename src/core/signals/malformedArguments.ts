import type { ArgumentProblem } from '../model/insights.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { whyText } from '../display/textArguments.ts';
import type { Found, SignalRule } from './signal.ts';
import type { ToolRun } from './toolRuns.ts';
import { problemInWords } from './words.ts';

const mostTold = 3;

export const malformedArguments: SignalRule = {
  id: 'malformedArguments',
  title: 'Malformed arguments',
  describe: 'The arguments of a call are no JSON, or do not fit the schema its tool was offered with.',
  severity: 'error',
  find({ calls, runs, assembled }) {
    const found = new Map<string, { readonly steps: number[]; readonly why: string; readonly count: number }>();
    const add = (step: number | undefined, name: string, problems: readonly ArgumentProblem[], count: number) => {
      if (step === undefined || problems.length === 0) return;
      const why = `${problems.slice(0, mostTold).map((problem) => problemInWords(problem)).join('; ')}${count > mostTold ? `; and ${count - mostTold} more` : ''}`;
      const known = found.get(`${name} ${why}`);
      if (known === undefined) found.set(`${name} ${why}`, { steps: [step], why, count });
      else if (known.steps.at(-1) !== step) known.steps.push(step);
    };
    const broken = calls.filter(({ problemCount }) => problemCount > 0);
    const judged = new Set(broken.map(({ step }) => step));
    const askedAt = broken.length === 0 ? undefined : stepsOfUnanswered(assembled);
    const nameAt = new Map(broken.length === 0 ? [] : runs.map((run) => [run.step, run.name]));
    for (const { step, callId, problems, problemCount } of broken) {
      const at = step ?? askedAt?.get(callId ?? '');
      add(at, nameAt.get(at ?? 0) ?? '', problems ?? [], problemCount);
    }
    for (const run of runs) if (run.args === null && run.asked && !judged.has(run.step) && !isOnlyDeep(assembled, run)) add(run.step, run.name, [{ path: '', message: 'not JSON' }], 1);
    return [...found].map(([, { steps, why, count }]): Found => ({ steps, why, tagAt: steps, tag: count === 1 ? '1 problem' : `${count} problems` })).sort((a, b) => a.steps[0]! - b.steps[0]!);
  },
};

/** JSON that is too deep for a tree is recorded as text, too. */
function isOnlyDeep({ ordered, joined }: Assembled, { at, callId, name }: ToolRun): boolean {
  const span = ordered[at]!;
  const asked = joined.issuedBy.get(span.id)?.part ?? joined.unanswered.find(({ span: by, part }) => by === span && part.name === name && (callId === null || part.id === callId))?.part;
  const text = span.tool?.argumentsText ?? asked?.argumentsText;
  return text !== undefined && whyText(text) !== 'not JSON';
}

/** The turns that asked for calls which no step ran, by the id of the call. */
function stepsOfUnanswered({ joined, steps }: Assembled): ReadonlyMap<string, number> {
  const stepOf = new Map(steps.map((step) => [step.spanId, step.n]));
  return new Map(joined.unanswered.flatMap(({ part, span }) => (part.id === null || !stepOf.has(span.id) ? [] : [[part.id, stepOf.get(span.id)!] as const])));
}
