import type { Accuracy, CoOccurrence, PerceptionCause, SharedTrait, ToolSetChange, TransitionMatrix } from '../model/patterns.ts';
import { formatCount, formatPercent, plural } from './numbers.ts';

/** What is said of patterns, on the page and in reports. */

export const causeNames: Readonly<Record<PerceptionCause, string>> = { toolNames: 'Tool names and descriptions', retrieval: 'Retrieved context', context: 'Context length', none: 'None of these' };
export const sideNames: Readonly<Record<CoOccurrence['side'], string>> = { tool: 'Tool', model: 'Model', promptVersion: 'Prompt', role: 'Role', useCase: 'Use case' };

/** "62 of 65 failures have both a last good and a first wrong step" */
export const bothSteps = ({ failures, withBoth }: Pick<TransitionMatrix, 'failures' | 'withBoth'>): string => (failures === 0
  ? 'No failure is labelled here'
  : `${formatCount(withBoth)} of ${plural(failures, 'failure')} ${withBoth === 1 ? 'has' : 'have'} both a last good and a first wrong step`);

export function traitWords({ kind, value }: SharedTrait): string {
  switch (kind) {
    case 'promptVersion': return `Prompt ${value}`;
    case 'offered': return `${value} was offered`;
    case 'called': return `${value} was called`;
    case 'model': return `${value}`;
    case 'useCase': return `Use case ${value}`;
    case 'answerRefused': return 'Rejected or edited by the user';
    case 'guarded': return 'Guarded by a proven case';
  }
}

/** "7 of 11"; "Not recorded" where no trace says it. */
export const shareWords = ({ count, n }: Pick<SharedTrait, 'count' | 'n'>): string => (n === 0 ? 'Not recorded' : `${formatCount(count)} of ${formatCount(n)}`);

const digits = (value: number): string => value.toFixed(2).replace('-', '−');

/** "0.87 [0.81, 0.91], n = 130", or that it was not measured. */
export function accuracyWords({ value, interval, n }: Accuracy): string {
  if (value === null) return 'Not measured';
  return `${digits(value)}${interval === null ? '' : ` [${digits(interval.low)}, ${digits(interval.high)}]`}, n = ${formatCount(n)}`;
}

export const chanceWords = (p: number): string => (p < 0.001 ? 'p\u00a0<\u00a00.001' : `p\u00a0=\u00a0${p.toFixed(3)}`);

/** What so few traces have, or all but so few, says nothing of a class; nor does what chance alone shows every other time. */
const [fewestApart, mostChance] = [3, 0.5];

/** Whether a comparison is worth a person's look. */
export const standsOut = ({ inAll: { count, n }, adjusted }: Pick<CoOccurrence, 'inAll' | 'adjusted'>): boolean => Math.min(count, n - count) >= fewestApart && adjusted < mostChance;

/** Fewer on either side say nothing of a change. */
const fewestCompared = 5;
export const tooFewToCompare = ({ before, after }: Pick<ToolSetChange, 'before' | 'after'>): boolean => Math.min(before.n, after.n) < fewestCompared;

/** "createShipment came, handleData went, searchOrders is told otherwise" */
export function changeWords({ added, removed, reworded }: Pick<ToolSetChange, 'added' | 'removed' | 'reworded'>): string {
  const parts = [named(added, 'came'), named(removed, 'went'), named(reworded, reworded.length === 1 ? 'is described otherwise' : 'are described otherwise')].filter((part) => part !== '');
  return parts.length === 0 ? 'the same tools' : parts.join(', ');
}

const most = 3;
function named(tools: readonly string[], what: string): string {
  if (tools.length === 0) return '';
  const shown = tools.slice(0, most).join(', ');
  return `${shown}${tools.length > most ? ` and ${formatCount(tools.length - most)} more` : ''} ${what}`;
}

/** "With the change, offline: 0.94 on 88 cases, 0.81 before on the same" */
export function casesWords({ cases }: Pick<ToolSetChange, 'cases'>): string {
  return cases === null ? '' : `On cases: ${digits(cases.after)} of ${plural(cases.n, 'case')} after, ${digits(cases.before)} before on the same${cases.interval === null ? '' : `, difference [${digits(cases.interval.low)}, ${digits(cases.interval.high)}]`}`;
}

/** A count against the week before: "+1", "−2", "same"; "n/a" where either week has too few reviewed traces. */
export function weekChange(change: number | null): string {
  if (change === null) return 'n/a';
  return change === 0 ? 'same' : change > 0 ? `+${formatCount(change)}` : formatCount(change);
}

/** "3 of 4, 75 %" */
export const countOf = ({ count, n }: { readonly count: number; readonly n: number }): string => `${formatCount(count)} of ${formatCount(n)}, ${formatPercent(n === 0 ? 0 : count / n)}`;
