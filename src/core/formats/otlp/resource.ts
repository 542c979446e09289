import type { Json } from '../../model/json.ts';
import { textOf } from '../jsonText.ts';

/** Who sent the spans. `app`: the service's name where it has one. */
export type Resource = { readonly app: string | null; readonly attributes: ReadonlyMap<string, Json> };

export const noResource: Resource = { app: null, attributes: new Map() };

export function resourceOf(attributes: ReadonlyMap<string, Json>): Resource {
  return { app: appOf(attributes.get('service.name')), attributes };
}

/** SDKs give a service that was not named one name. */
export function appOf(service: unknown): string | null {
  const name = textOf(service);
  return name === null || name.startsWith('unknown_service') ? null : name;
}
