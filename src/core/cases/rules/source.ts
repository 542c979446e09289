import type { Rule } from './rule.ts';

/** Where the case came from. */
export const source: Rule = {
  codes: { CB118: 'Neither the source trace nor a recording of it is found.', CB119: 'The source trace has changed since the case was made.' },
  *check(view, context) {
    const from = view.value.source;
    if (!from?.traceId) return;
    const recording = context.recording?.(view.value.id);
    if (context.knownTraces && context.recording && !recording && !context.knownTraces.has(from.traceId) && !(from.runId && context.knownTraces.has(from.runId))) {
      yield { code: 'CB118', at: ['source', 'traceId'], message: `The trace ${from.traceId} is not imported here, and casebook/recordings has no recording of this case.`, fixes: view.link('Link another trace…') };
    }
    if (!from.sha256) return;
    const now = context.traceSha256?.(from.traceId) ?? recording?.source.sha256;
    if (now !== undefined && now !== from.sha256) {
      const place = context.recordedPlace?.(view.value.id, now);
      yield {
        ...(place ? { related: [{ ...place, message: 'the hash of what was recorded' }] } : {}), code: 'CB119', at: ['source', 'sha256'], message: `The trace ${from.traceId} has changed since this case was made.`, fixes: view.set('Update the hash', ['source', 'sha256'], now) };
    }
  },
};
