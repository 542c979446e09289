import { formatCost, plural } from '../../core/display/numbers.ts';
import { formatDuration } from '../../core/display/time.ts';
import { printable } from '../../core/display/terminal.ts';
import { oneLine } from '../../core/display/truncate.ts';
import type { CaseResult, CheckResult, TrialResult } from '../../core/model/result.ts';
import type { Call } from '../../core/model/trace.ts';

const longestValue = 300;
const mostCalls = 200;
const longestAnswer = 20_000;

const words = { pass: 'passes', fail: 'fails', error: 'could not be run', 'n/a': 'has nothing to compare with' } as const;
const short = (value: unknown): string => (value === undefined ? '(not recorded)' : oneLine(JSON.stringify(value), longestValue));
const indented = (text: string): readonly string[] => text.split('\n').map((line) => `    ${line}`);

function callLine({ name, args, status, result }: Call): string {
  return `    ${name} ${args === null ? '(arguments are not JSON)' : short(args)}${status === 'ok' ? '' : `, ${status}`}${result === undefined ? '' : ` → ${short(result)}`}`;
}

function callLines(trial: TrialResult): readonly string[] {
  const { observed } = trial;
  if (!observed) return [];
  if (observed.callsUnknown) return ['  Tool calls: not recorded'];
  const more = observed.calls.length - mostCalls;
  return [`  Tool calls: ${observed.calls.length === 0 ? 'none' : ''}`.trimEnd(), ...observed.calls.slice(0, mostCalls).map(callLine), ...(more > 0 ? [`    and ${plural(more, 'more call', 'more calls')}`] : [])];
}

function answerLines({ observed }: TrialResult): readonly string[] {
  if (!observed) return [];
  if (observed.output === null) return ['  Answer: not recorded'];
  const cut = observed.output.length > longestAnswer ? `${observed.output.slice(0, longestAnswer)}… (${plural(observed.output.length, 'character')})` : observed.output;
  return ['  Answer:', ...indented(cut)];
}

const checkLine = ({ outcome, id, reason, gating }: CheckResult): string => `    ${outcome} ${id}${gating ? '' : ' (advisory)'}: ${oneLine(reason, longestValue)}`;

function trialLines(trial: TrialResult, count: number): readonly string[] {
  const which = [trial.variantId === null ? '' : `rewording ${trial.variantId}`, count > 1 ? `trial ${trial.trial}` : ''].filter(Boolean).join(', ');
  const figures = [formatDuration(trial.durationMs), trial.costUsd === null ? null : formatCost(trial.costUsd), trial.cached ? 'from the cache' : null].filter((part) => part !== null).join(', ');
  return [
    `  ${which === '' ? '' : `${which}: `}${trial.outcome} in ${figures}`,
    ...(trial.reason === null ? [] : indented(trial.reason)),
    ...callLines(trial),
    ...answerLines(trial),
    ...(trial.checks.length === 0 ? [] : ['  Checks:', ...trial.checks.map(checkLine)]),
    ...(trial.stderr === undefined ? [] : ['  The end of its stderr:', ...indented(trial.stderr.trimEnd())]),
  ];
}

/** What came of a case, for a terminal: what its agent wrote is shown there and never obeyed. Lines end as a terminal wants them. */
export function testOutput(result: CaseResult): string {
  const { caseId, target, outcome, undecided, trials } = result;
  const head = `${caseId} ${words[outcome]}${target === '' ? '' : ` on ${target}`}${undecided ? `; it decides nothing: ${undecided.said}` : ''}`;
  const lines = [head, ...trials.flatMap((trial) => trialLines(trial, trials.filter(({ variantId }) => variantId === trial.variantId).length))];
  return `${printable(lines.join('\n')).replaceAll('\n', '\r\n')}\r\n\r\n`;
}
