import { eachStep } from '../core/cases/matcherPlaces.ts';
import type { ParsedCase } from '../core/cases/parse.ts';
import { failureOf } from '../core/cases/readings.ts';
import { classesInUse } from '../core/model/failureClass.ts';
import type { FieldScope } from './fieldScope.ts';
import { namesOf } from './fieldScope.ts';
import type { Surroundings } from './surroundings.ts';

/** A value that the workspace knows for a field. */
export type KnownValue = { readonly value: string; readonly detail: string; readonly documentation?: string };

/** What may stand in a place because the workspace has it: failure classes, targets, tools, roles, tags. */
export function knownValues(scope: FieldScope, uri: string, current: ParsedCase | undefined, surroundings: Surroundings): readonly KnownValue[] {
  const names = namesOf(scope.path);
  const config = surroundings.config(uri);
  const listed = (values: readonly string[] | undefined, detail: string): readonly KnownValue[] => (values ?? []).map((value) => ({ value, detail }));
  if (scope.schema === 'config') return names === 'defaultTarget' ? listed(Object.keys(config?.targets ?? {}), 'target of this file') : [];
  if (scope.schema !== 'case') return [];

  const classes = classesInUse(surroundings.taxonomy(uri));
  if (names === 'failureWeObserved.class' || names === 'metadata.failureClass') return classes.map(({ id, name, definition }) => ({ value: id, detail: name ?? 'failure class', ...(definition ? { documentation: definition } : {}) }));
  if (names === 'failureWeObserved.mode' || names === 'metadata.failureMode') {
    const stated = current?.readable ? (failureOf(current.readable)?.class ?? current.readable.metadata?.failureClass) : undefined;
    const own = classes.filter((each) => each.id === stated);
    return (own.some((each) => each.modes?.length) ? own : classes).flatMap(({ id, modes = [] }) => modes.map((mode) => ({ value: mode.id, detail: `mode of ${id}`, ...(mode.definition ? { documentation: mode.definition } : {}) })));
  }
  if (names === 'targets') return [...listed(Object.keys(config?.targets ?? {}), 'target of config.yaml'), { value: 'replay', detail: 'the recorded trace' }];
  if (/^(?:expectedTool|trajectory\.steps\.(?:(?:anyOf|parallel)\.)*tool|trajectory\.forbidden(?:\.tool|\.sequence)?|policy\.requiresApproval\.tools)$/.test(names)) {
    return [...listed(surroundings.toolNames(uri), 'tool'), ...(names === 'expectedTool' ? [{ value: 'null', detail: 'no tool may be called' }] : [])];
  }
  if (/(?:requiresApproval|unless)\.by$|^escalation\.to$|^metadata\.segment\.role$|^source\.userRole$/.test(names)) return listed(config?.roles, 'role of config.yaml');
  if (names === 'metadata.coverage') return listed(config?.tags, 'tag of config.yaml');
  if (names === 'metadata.owner' || names === 'quarantine.owner') return listed(config?.owners, 'owner of config.yaml');
  if (names === 'judge.use') return listed(Object.keys(config?.judges ?? {}), 'judge of config.yaml');
  if (/^trajectory\.steps\.(?:(?:anyOf|parallel)\.)*after$/.test(names)) {
    return listed([...eachStep(current?.readable?.trajectory?.steps)].flatMap(([, step]) => (step.id === undefined ? [] : [step.id])), 'step of this case');
  }
  return [];
}
