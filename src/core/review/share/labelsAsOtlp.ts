import type { LabelRecord } from './labelRecords.ts';

type Value = { readonly stringValue: string } | { readonly doubleValue: number } | { readonly intValue: string } | { readonly boolValue: boolean };
type Attribute = { readonly key: string; readonly value: Value };

const text = (key: string, value: string | null): readonly Attribute[] => (value === null ? [] : [{ key, value: { stringValue: value } }]);
const score = { pass: 1, fail: 0 } as const;

/** An OpenTelemetry id in hex of so many bytes, or nothing: other exports have ids of their own kind. */
const hexOf = (id: string | null, bytes: number): string | undefined => (id !== null && id.length === bytes * 2 && /^[0-9a-f]+$/iu.test(id) && /[^0]/u.test(id) ? id.toLowerCase() : undefined);

/**
 * Labels as OTLP/JSON log records: events `gen_ai.evaluation.result` of the GenAI semantic conventions (development, 2026-11), beside the
 * trace and the span of the first wrong step where the export had OpenTelemetry's ids. Who labelled and what else was said stands under
 * `casebook.*`. Deferred labels have no score; labels without a verdict are left out.
 */
export function labelsOtlp(records: readonly LabelRecord[], version: string): string {
  const logRecords = records.flatMap((record) => {
    const { verdict, at } = record;
    if (verdict === null) return [];
    const time = String(BigInt(Date.parse(at)) * 1_000_000n);
    const traceId = hexOf(record.nativeId, 16);
    const spanId = hexOf(record.firstWrongSpan, 8);
    return [{
      timeUnixNano: time, observedTimeUnixNano: time, severityNumber: 9, eventName: 'gen_ai.evaluation.result',
      ...(traceId === undefined ? {} : { traceId }), ...(traceId === undefined || spanId === undefined ? {} : { spanId }),
      attributes: [
        ...text('event.name', 'gen_ai.evaluation.result'), ...text('gen_ai.evaluation.name', record.className ?? 'Review'), ...text('gen_ai.evaluation.score.label', verdict),
        ...(verdict === 'defer' ? [] : [{ key: 'gen_ai.evaluation.score.value', value: { doubleValue: score[verdict] } }]),
        ...text('gen_ai.evaluation.explanation', record.note),
        ...text('casebook.trace', record.trace), ...text('casebook.native_id', record.nativeId), ...text('casebook.reviewer', record.by), { key: 'casebook.in_force', value: { boolValue: record.inForce } },
        ...text('casebook.failure.class', record.class), ...text('casebook.failure.mode', record.mode), ...text('casebook.root_cause', record.cause), ...text('casebook.fix', record.fix),
        ...(record.firstWrongStep === null ? [] : [{ key: 'casebook.first_wrong_step', value: { intValue: String(record.firstWrongStep) } }]), ...text('casebook.stratum', record.stratum),
      ] satisfies readonly Attribute[],
    }];
  });
  return `${JSON.stringify({ resourceLogs: [{ resource: { attributes: text('service.name', 'casebook') }, scopeLogs: [{ scope: { name: 'casebook', version }, logRecords }] }] })}\n`;
}
