import { isJsonMap, type Json, type JsonMap } from '../../core/model/json.ts';
import { readId } from '../../core/formats/otlp/identity.ts';
import { listOf } from '../../core/formats/values/fields.ts';

/** What one export request holds of one trace: a request of its own, in the shape of OTLP/JSON. */
export type TracePart = { readonly traceId: string; readonly request: JsonMap; readonly records: readonly JsonMap[] };

const shapes = {
  traces: { outer: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' },
  logs: { outer: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' },
} as const;
export type Signal = keyof typeof shapes;

/** Takes a request apart by trace. Records without a trace id belong to nobody and are left out. Undefined where it is no such request. */
export function sortByTrace(request: Json | undefined, signal: Signal): readonly TracePart[] | undefined {
  const { outer, scopes, records } = shapes[signal];
  if (!isJsonMap(request) || (request[outer] !== undefined && !Array.isArray(request[outer]))) return undefined;
  const parts = new Map<string, { groups: Json[]; records: JsonMap[] }>();
  for (const group of listOf(request[outer]).filter(isJsonMap)) {
    for (const scoped of listOf(group[scopes]).filter(isJsonMap)) {
      const own = new Map<string, JsonMap[]>();
      for (const record of listOf(scoped[records]).filter(isJsonMap)) {
        const traceId = readId(record['traceId'], 16);
        if (traceId === null) continue;
        const list = own.get(traceId);
        if (list) list.push(record);
        else own.set(traceId, [record]);
      }
      for (const [traceId, list] of own) {
        const part = parts.get(traceId) ?? { groups: [], records: [] };
        parts.set(traceId, part);
        part.groups.push({ ...(group['resource'] === undefined ? {} : { resource: group['resource'] }), [scopes]: [{ ...(scoped['scope'] === undefined ? {} : { scope: scoped['scope'] }), [records]: list }] });
        part.records.push(...list);
      }
    }
  }
  return [...parts].map(([traceId, { groups, records: found }]) => ({ traceId, request: { [outer]: groups }, records: found }));
}
