import type { LabelChange } from '../../core/model/label.ts';
import type { BulkLabelReport, LabelReport, UndoReport } from '../../protocol/labelApi.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';

/**
 * Writes a label under the reviewer's name and tells everyone who shows it; undefined when no name was given.
 * @param queue in which the trace was reviewed
 */
export async function recordLabel({ engines, reviewer, changes }: Services, ref: TraceRef, change: LabelChange, queue?: string): Promise<LabelReport | undefined> {
  const { client } = engines.writable(ref.folder, 'Labels are');
  const by = await reviewer.ensure();
  if (!by) return undefined;
  const label = await client.labelTrace({ trace: ref.trace, by, change, ...(queue === undefined ? {} : { queue }) });
  changes.label.fire({ folder: ref.folder, trace: ref.trace, label });
  return label;
}

/** One change of several traces, taken back as one; undefined when no name was given. */
export async function recordLabels({ engines, reviewer, changes }: Services, folder: string, traces: readonly string[], change: LabelChange, queue?: string): Promise<BulkLabelReport | undefined> {
  const { client } = engines.writable(folder, 'Labels are');
  const by = await reviewer.ensure();
  const [first] = traces;
  if (!by || first === undefined) return undefined;
  const report = await client.labelTraces({ traces: [...traces], by, change, ...(queue === undefined ? {} : { queue }) });
  changes.label.fire({ folder, trace: first, label: null });
  return report;
}

/** Gives again what the reviewer took back last, as long as nothing was said after it; null when there is nothing. */
export async function giveLabelAgain({ engines, reviewer, changes }: Services, ref: { readonly folder: string; readonly trace?: string }): Promise<UndoReport> {
  const { client } = engines.writable(ref.folder, 'Labels are');
  const by = reviewer.current();
  if (!by) return null;
  const report = await client.redoLabel({ by, ...(ref.trace === undefined ? {} : { trace: ref.trace }) });
  if (report) changes.label.fire({ folder: ref.folder, trace: report.trace, label: report.label });
  return report;
}

/** Takes back the reviewer's last change, on this trace or wherever it was; null when there is none. */
export async function takeBackLabel({ engines, reviewer, changes }: Services, ref: { readonly folder: string; readonly trace?: string }): Promise<UndoReport> {
  const { client } = engines.writable(ref.folder, 'Labels are');
  const by = reviewer.current();
  if (!by) return null;
  const report = await client.undoLabel({ by, ...(ref.trace === undefined ? {} : { trace: ref.trace }) });
  if (report) changes.label.fire({ folder: ref.folder, trace: report.trace, label: report.label });
  return report;
}
