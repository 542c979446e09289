import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Candidate, Unit } from './repeatUnits.ts';
import type { ToolRun } from './toolRuns.ts';
import { isNextAttempt, sameResult } from './toolRuns.ts';

/** The only call of a unit, where its arguments are known. */
const single = ({ runs }: Unit): ToolRun | null => (runs?.length === 1 && runs[0]!.key !== null ? runs[0]! : null);

/** Attempts of one call after it failed, and the same call again though it had succeeded. */
export function attemptsIn(units: readonly Unit[]): readonly Candidate[] {
  const found: Candidate[] = [];
  let kind: 'retry' | 'repeat' | null = null;
  let chain: Unit[] = [];
  const close = () => {
    if (kind !== null && chain.length > 1) found.push({ kind, rounds: chain.map((unit) => [unit]) });
    kind = null;
  };
  for (const unit of units) {
    const run = single(unit);
    const last = chain.at(-1) && single(chain.at(-1)!);
    const again = run !== null && last?.key === run.key && (run.group === null || run.group !== last.group || isNextAttempt(last, run)) && !run.blocked && !last.blocked;
    const next = !again ? null : last.failure !== null ? 'retry' : run.failure === null && sameResult(last, run) === true ? 'repeat' : null;
    if (next !== null && (kind === null || kind === next)) chain.push(unit);
    else {
      close();
      const before = next !== null ? chain.at(-1) : undefined;
      // The last attempt succeeded and was made once more: it begins the next chain only if it ends none.
      chain = before && found.at(-1)?.rounds.at(-1)?.[0] !== before ? [before, unit] : [unit];
    }
    kind = chain.length > 1 ? next : null;
  }
  close();
  return found;
}

/** Model calls beside each other that failed and were made again, with no other call between. */
export function modelAttemptsIn({ steps, ordered }: Assembled, siblings: readonly { readonly at: number; readonly unit: Unit }[]): readonly Candidate[] {
  const found: Candidate[] = [];
  let chain: Unit[] = [];
  let last: Span | undefined;
  const close = () => {
    if (chain.length > 1) found.push({ kind: 'retry', ofModel: true, rounds: chain.map((unit) => [unit]) });
    chain = [];
  };
  for (const { at, unit } of siblings) {
    const span = ordered[at]!;
    if (span.kind !== 'llm' || (unit.runs?.length ?? 1) > 0) {
      close();
      last = undefined;
      continue;
    }
    const attempt: ToolRun = {
      step: steps[at]!.n, at, name: span.model ?? steps[at]!.name, args: undefined, result: undefined, blocked: false, failure: span.status === 'error' ? (steps[at]!.error ?? 'error') : null,
      startUs: span.startUs, endUs: span.endUs, asked: false, group: null, callId: null, ran: true, key: null,
    };
    if (last === undefined || last.status !== 'error' || !isSamePrompt(last, span)) close();
    chain.push({ ...unit, runs: [attempt] });
    last = span;
  }
  close();
  return found;
}

/** As far as it can be told cheaply: the same model and as many messages, the last one alike. */
function isSamePrompt(a: Span, b: Span): boolean {
  return a.model === b.model && a.name === b.name && a.input.length === b.input.length && JSON.stringify(a.input.at(-1))?.slice(0, 2000) === JSON.stringify(b.input.at(-1))?.slice(0, 2000);
}
