import { formatCost, plural } from '../display/numbers.ts';
import { formatDuration } from '../display/time.ts';
import type { RunCase, ShownCheck, ShownText, ShownTrial } from '../model/runView.ts';
import { fenced, inert } from '../trajectory/markdownText.ts';

/** What is not in the text is said, never left open. */
function block(label: string, { text, whole }: ShownText): string {
  return `${label}${text.length < whole ? `, the first ${text.length.toLocaleString('en')} of ${whole.toLocaleString('en')} characters` : ''}\n\n${fenced(text)}`;
}

function checkMarkdown({ id, outcome, gating, reason, step, expected, actual }: ShownCheck): string {
  const parts = [`### ${outcome}: ${inert(id)}${gating ? '' : ' (advisory)'}`, `${inert(reason)}${step === null ? '' : ` (step ${step})`}`];
  return [...parts, ...(outcome === 'fail' ? [block(id.startsWith('forbidden') ? 'Forbidden' : 'Expected', expected), block('Actual', actual)] : [])].join('\n\n');
}

function trialMarkdown(trial: ShownTrial, several: boolean): string {
  const { outcome, reason, checks, answer, latencyMs, durationMs, costUsd, cached } = trial;
  const name = several ? `Trial ${trial.trial}${trial.variant === null ? '' : `, ${inert(trial.variant)}`}: ` : '';
  const figures = [formatDuration(latencyMs ?? durationMs), costUsd === null ? 'cost not recorded' : formatCost(costUsd), plural(checks.length, 'check'), ...(cached ? ['from the cache'] : [])].join(', ');
  return [`## ${name}${outcome}`, figures, ...(reason === null ? [] : [inert(reason)]), ...checks.map(checkMarkdown), ...(answer === null ? [] : ['### The answer', block('As recorded', answer)])].join('\n\n');
}

/** One case of a run for whoever it is sent to. Nothing of what the agent said becomes anything but text. */
export function caseMarkdown({ run, caseId, target, file, outcome, trials, moreTrials }: RunCase): string {
  const head = [`# ${inert(caseId)}: ${outcome}${target === '' ? '' : ` against ${inert(target)}`}`, `Run ${inert(run)}, ${inert(file)}`];
  return `${[...head, ...trials.map((trial) => trialMarkdown(trial, trials.length > 1)), ...(moreTrials > 0 ? [`And ${plural(moreTrials, 'more trial')}.`] : [])].join('\n\n')}\n`;
}
