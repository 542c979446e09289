import { formatCount } from '../display/numbers.ts';
import type { Signal } from '../model/insights.ts';
import type { Slices } from '../support/slices.ts';
import { measuredSignals } from './measured.ts';
import { signalRules } from './registry.ts';
import type { SignalView } from './signal.ts';

/** More of one signal than anyone reads. */
const mostOfOne = 200;

/** What a trace shows by itself, by the first step it concerns; what concerns the whole run comes behind, and quiet signals last. `cut`: a sentence for each signal that was found too often. */
export function* signalsOf(view: SignalView): Slices<{ readonly signals: readonly Signal[]; readonly cut: readonly string[] }> {
  const cut: string[] = [];
  const signals: Signal[] = [];
  for (const { id, title, severity, quiet, find } of signalRules) {
    if (!view.on.has(id)) continue;
    yield;
    const found = find(view);
    if (found.length > mostOfOne) cut.push(`${title} was found ${formatCount(found.length)} times; the first ${mostOfOne} are listed.`);
    for (const each of found.slice(0, mostOfOne)) signals.push({ id, title, severity, measured: measuredSignals[id] ?? null, ...(quiet ? { quiet } : {}), ...each, steps: [...new Set(each.steps)].sort((a, b) => a - b) });
  }
  const first = ({ steps }: Signal) => steps[0] ?? Infinity;
  return { signals: signals.sort((a, b) => Number(a.quiet ?? false) - Number(b.quiet ?? false) || (first(a) === first(b) ? 0 : first(a) - first(b))), cut };
}
