import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { fitsDepth, textOf } from '../jsonText.ts';
import type { Resource } from './resource.ts';
import { noResource, resourceOf } from './resource.ts';

const deepest = 150;

/** A value of a span as it stands. One nested absurdly deep is not kept: what comes after walks values. */
export function plainValue(value: unknown): Json {
  return fitsDepth(value, deepest) ? ((value ?? null) as Json) : '(nested too deep to be kept)';
}

/** Attributes by name, where they are values already and no lists of `{key, value}`. */
export function plainAttributes(value: unknown): Map<string, Json> {
  return new Map(isJsonMap(value) ? Object.entries(value).map(([key, each]) => [key, plainValue(each)]) : []);
}

/** A resource as SDKs print it: `{attributes: {…}}`, or the attributes themselves. */
export function readResource(value: unknown): Resource {
  if (!isJsonMap(value)) return noResource;
  const nested = value['attributes'] ?? value['_attributes'];
  return resourceOf(plainAttributes(isJsonMap(nested) ? nested : value));
}

/** The instrumentation's name, by any of the names the field had. */
export function readScope(raw: JsonMap): string {
  const scope = raw['scope'] ?? raw['instrumentation_scope'] ?? raw['instrumentationScope'] ?? raw['instrumentationLibrary'] ?? raw['instrumentation_info'];
  return (isJsonMap(scope) ? textOf(scope['name']) : textOf(scope)) ?? '';
}

/** An attribute map of an event as JSON, with what else the event holds. */
export function eventAttributes(raw: JsonMap, known: readonly string[]): JsonMap {
  const more = Object.entries(raw).filter(([key, value]) => key !== 'attributes' && !known.includes(key) && value !== null);
  return Object.fromEntries([...plainAttributes(raw['attributes']), ...more.map(([key, value]): [string, Json] => [key, plainValue(value)])]);
}
