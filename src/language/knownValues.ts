import { releaseValues } from './knownReleaseValues.ts';
import { caseValues, suites } from './knownCaseValues.ts';
import { configValues } from './knownConfigValues.ts';
import { namesOf } from './fieldScope.ts';
import type { Json } from '../core/model/json.ts';
import type { Place } from './place.ts';

/** A value that the workspace knows for a field. `documentation` is Markdown, in which nothing of a stranger renders; a document that says its own name has `isWhole`. */
export type KnownValue = { readonly value: Json; readonly detail: string; readonly documentation?: () => string; readonly isWhole?: boolean; readonly kind?: 'tool' | 'document' };
/** Fields by their path without indexes, and what may stand there. The first row that fits says it. */
export type ValueRows = readonly (readonly [fields: RegExp, values: (place: Place) => readonly KnownValue[]])[];

const rows: Readonly<Record<Place['scope']['schema'], ValueRows>> = { case: caseValues, suite: [[/^suite$/, suites]], config: configValues, taxonomy: releaseValues.taxonomy, release: releaseValues.release };

/** What may stand in a place because the workspace has it, in an order that says something, such as the most used tools first. */
export function knownValues(place: Place): readonly KnownValue[] {
  const names = namesOf(place.scope.path);
  return rows[place.scope.schema].find(([fields]) => fields.test(names))?.[1](place) ?? [];
}

/** Whether the workspace may know values for a field, without asking it. */
export function mayKnowValues({ scope }: Pick<Place, 'scope'>): boolean {
  const names = namesOf(scope.path);
  return rows[scope.schema].some(([fields]) => fields.test(names));
}
