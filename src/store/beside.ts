import type { FeedbackState } from '../core/model/feedback.ts';
import type { Label } from '../core/model/label.ts';

/** What people wrote of traces, as it is on disk now. Feedback goes by the id it names, which may be the export's own. */
export type Beside = {
  readonly labels: ReadonlyMap<string, Label>;
  readonly cases: ReadonlyMap<string, readonly string[]>;
  readonly feedback: ReadonlyMap<string, FeedbackState>;
};
export const nothingBeside: Beside = { labels: new Map(), cases: new Map(), feedback: new Map() };

/** Keys that two maps do not have the same value for. */
export function changedKeys<Value>(before: ReadonlyMap<string, Value>, now: ReadonlyMap<string, Value>): readonly string[] {
  if (before === now) return [];
  const changed: string[] = [];
  for (const [key, value] of now) if (before.get(key) !== value) changed.push(key);
  if (changed.length > 0 || before.size !== now.size) for (const key of before.keys()) if (!now.has(key)) changed.push(key);
  return changed;
}
