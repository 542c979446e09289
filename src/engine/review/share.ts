import type { FailureClass } from '../../core/model/failureClass.ts';
import type { LabelledTrace, TraceLabels } from '../../core/model/review.ts';
import type { RedactionRules } from '../../core/redaction/redactor.ts';
import { createRedactor } from '../../core/redaction/redactor.ts';
import { createBlindView } from '../../core/review/blind.ts';
import { labelRecords, labelsCsv, labelsJsonLines } from '../../core/review/share/labelRecords.ts';
import { labelsOtlp } from '../../core/review/share/labelsAsOtlp.ts';
import { oneLine, plainPreview } from '../../core/display/truncate.ts';
import { trajectoryHtml } from '../../core/trajectory/html.ts';
import { toldOnce } from '../../core/trajectory/toldOnce.ts';
import type { EngineApi } from '../../protocol/engineApi.ts';
import type { ShareApi } from '../../protocol/shareApi.ts';
import type { OpenedTrace } from '../openedTrace.ts';

export type ShareSources = {
  readonly opened: (ref: string) => OpenedTrace;
  readonly resolve: (ref: string) => string;
  readonly openTrajectory: EngineApi['openTrajectory'];
  readonly readInsights: EngineApi['readInsights'];
  readonly labelsOf: (trace: string) => TraceLabels | undefined;
  readonly labelled: () => readonly LabelledTrace[];
  readonly classes: () => readonly FailureClass[];
  readonly redaction: () => RedactionRules;
  /** Labels of others are hidden from who has not judged a trace. */
  readonly isBlind: () => boolean;
  /** The name that a reviewer goes by now. */
  readonly reviewer: (by: string) => string;
  /** A sentence where labels are missing. */
  readonly trouble: () => string | null;
  readonly now: () => Date;
  readonly version: string;
};

/** What is shared is redacted once more: the index keeps personal data unless config.yaml says otherwise, and a page travels. */
export function createSharing({ opened, resolve, openTrajectory, readInsights, labelsOf, labelled, classes, redaction, isBlind, reviewer, trouble, now, version }: ShareSources): ShareApi {
  function className(id: string): string {
    for (const each of classes()) {
      if (each.id === id) return each.name ?? id;
      const mode = each.modes?.find((one) => one.id === id);
      if (mode) return `${each.name ?? each.id}: ${mode.name ?? mode.id}`;
    }
    return id;
  }

  return {
    async shareTrace({ trace: ref, personal = true }, call) {
      const trace = resolve(ref);
      const insights = await readInsights({ trace }, call);
      const skeleton = await openTrajectory({ trace }, call);
      const rules = redaction();
      const redactor = createRedactor({ ...rules, secrets: true, personal: personal || rules.personal });
      const labels = labelsOf(trace);
      const own = labels === undefined ? [] : labels.adjudicated !== null && labels.label ? [labels.label, ...labels.own] : labels.own;
      // Where the export lies on this machine is nobody else's business.
      const told = { ...skeleton, summary: { ...skeleton.summary, file: skeleton.summary.file.replace(/^.*[\\/]/u, '') } };
      const clean = redactor.json({ skeleton: told, told: toldOnce(opened(trace).assembled), insights, own });
      const { summary } = clean.skeleton;
      const html = trajectoryHtml(clean.skeleton, clean.told, clean.insights, { labels: clean.own, className, replaced: redactor.counts, made: `Made with Casebook ${version} on ${now().toISOString().slice(0, 10)}. The steps are as the agent's export recorded them.` });
      return { html, title: oneLine(plainPreview(summary.query ?? summary.name ?? trace), 120), fileName: trace, replaced: redactor.counts };
    },

    exportLabels({ format, traces, by, all = false }) {
      const wanted = traces && new Set(traces.map(resolve));
      const chosen = labelled().filter(({ id }) => wanted === undefined || wanted.has(id));
      const { traces: seen, hidden } = by === undefined || !isBlind() ? { traces: chosen, hidden: 0 } : createBlindView()(chosen, reviewer(by));
      const records = createRedactor({ ...redaction(), secrets: true }).json(labelRecords(all ? chosen : seen, className));
      const text = format === 'csv' ? labelsCsv(records) : format === 'jsonl' ? labelsJsonLines(records) : labelsOtlp(records, version);
      const said = trouble();
      return { text, labels: records.length, traces: new Set(records.map(({ trace }) => trace)).size, hidden, warnings: said === null ? [] : [said] };
    },
  };
}
