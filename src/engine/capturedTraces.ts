import { setKey } from '../core/formats/jsonText.ts';
import { isJsonMap, type Json, type JsonMap } from '../core/model/json.ts';
import type { Redactor } from '../core/redaction/redactor.ts';
import type { CollectedTrace } from './otlpReceiver/collection.ts';

/** Where a captured trace came from, told by its spans' resource, so that it can be told from live traffic once it is imported. */
export type CaptureOrigin = { readonly 'casebook.run.id': string } & ({ readonly 'casebook.case.id': string } | { readonly 'casebook.replayed.trace.id': string });

/** Spans that were sent during a trial, as a file that imports like any OTLP export: one request a line, without likely secrets. */
export function capturedText({ requests }: CollectedTrace, origin: CaptureOrigin, redactor: Redactor): string {
  const told = Object.entries(origin).map(([key, value]) => ({ key, value: { stringValue: value } }));
  return requests.map((request) => `${JSON.stringify(redactor.json(withoutNamedSecrets(withOrigin(request, told), redactor)))}\n`).join('');
}

function withOrigin(request: JsonMap, told: readonly JsonMap[]): JsonMap {
  return Object.fromEntries(Object.entries(request).map(([name, groups]) => [name, Array.isArray(groups) ? (groups as readonly Json[]).map((group) => {
    if (!isJsonMap(group)) return group;
    const resource = isJsonMap(group['resource']) ? group['resource'] : {};
    const attributes = Array.isArray(resource['attributes']) ? (resource['attributes'] as readonly Json[]) : [];
    return { ...group, resource: { ...resource, attributes: [...attributes, ...told] } };
  }) : groups]));
}

/** OTLP writes an attribute's name beside its value, where the redactor does not see that it names a secret. */
function withoutNamedSecrets(value: Json, redactor: Redactor): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => withoutNamedSecrets(each, redactor));
  if (!isJsonMap(value)) return value;
  const { key, value: inner } = value;
  if (typeof key === 'string' && isJsonMap(inner) && typeof inner['stringValue'] === 'string') {
    const pair = { [key]: inner['stringValue'] };
    const clean = redactor.json(pair);
    return clean === pair ? value : { ...value, value: { stringValue: Object.values(clean)[0] ?? '' } };
  }
  const copy: Record<string, Json> = {};
  for (const name of Object.keys(value)) setKey(copy, name, withoutNamedSecrets(value[name] ?? null, redactor));
  return copy;
}
