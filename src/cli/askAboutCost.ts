import { createInterface } from 'node:readline/promises';
import { estimatedCostInWords } from '../core/display/estimatedCost.ts';
import { formatCost } from '../core/display/numbers.ts';
import { isAbort, UserError } from '../core/support/errors.ts';
import type { RunEstimate } from '../protocol/runApi.ts';
import type { Cli } from './cli.ts';

async function agrees(question: string, signal: AbortSignal): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-D closes the input, and the question would wait for ever.
  const closed = new Promise<string>((resolve) => {
    asking.once('close', () => resolve(''));
  });
  try {
    return /^y(es)?$/i.test((await Promise.race([asking.question(question, { signal }), closed])).trim());
  } catch (error) {
    if (isAbort(error)) return false;
    throw error;
  } finally {
    asking.close();
  }
}

/** What costs, in words: what it is estimated by, what of it there is so much, and what is asked. */
const spenders = {
  run: { by: 'what the same cases cost before', one: 'trial', fewer: 'Run fewer cases', question: 'Run?', nothing: 'Nothing was run.' },
  replay: { by: 'what the recorded runs cost', one: 'trace', fewer: 'Replay fewer traces', question: 'Replay?', nothing: 'Nothing was replayed.' },
} as const;

/** Asks before a run that is likely to cost more than config.yaml allows without a question. Where nobody can be asked, it is refused. */
export async function checkCost(estimate: RunEstimate | null, yes: boolean, { terminal, out, signal }: Cli, spender: keyof typeof spenders = 'run'): Promise<void> {
  if (!estimate) return;
  const { askAboveUsd, isAbove, trials } = estimate;
  if (trials === 0) return;
  const { by, one, fewer, question, nothing } = spenders[spender];
  const likely = `Estimated cost, by ${by}: ${estimatedCostInWords(estimate, one)}.`;
  if (!isAbove || yes) return out.note(likely);
  const said = `${likely} That is above runs.askAboveUsd in config.yaml (${formatCost(askAboveUsd)}).`;
  if (!terminal) throw new UserError('costly-run', said, `${fewer}, raise the limit, or give --yes.`);
  if (!(await agrees(`${said}\n${question} [y/N] `, signal))) throw new UserError('costly-run', nothing);
}
