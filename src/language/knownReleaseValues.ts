import { metricNames } from '../core/cases/metricNames.ts';
import { builtInTaxonomy, classesInUse } from '../core/model/failureClass.ts';
import { releaseDecisions } from '../core/model/release.ts';
import { classes, listed, owners, roles, saying, suites, tools } from './knownCaseValues.ts';
import type { KnownValue, ValueRows } from './knownValues.ts';
import { metricWords } from './metricWords.ts';
import { namesAt } from './place.ts';
import type { Place } from './place.ts';

export const metrics = (): readonly KnownValue[] => metricNames.map((name) => ({ value: name, detail: metricWords(name) }));
const gates = ({ stated }: Place): readonly KnownValue[] => listed(namesAt(stated, ['gates', '*', 'id']), 'gate of this file');
const people = (place: Place): readonly KnownValue[] => [...owners(place), ...roles(place).filter(({ value }) => !owners(place).some((owner) => owner.value === value))];
const useCases = ({ stated }: Place): readonly KnownValue[] => listed(namesAt(stated, ['useCases', '*', 'id']), 'use case of this file');
const days = ({ surroundings }: Place): readonly KnownValue[] => [{ value: surroundings.now().toISOString().slice(0, 10), detail: 'today' }];

/** Parts of the results that a rule may be about. */
function slices(place: Place): readonly KnownValue[] {
  const tags = place.surroundings.config(place.uri)?.tags ?? [];
  return [
    ...listed(['low', 'medium', 'high', 'critical'].map((risk) => `risk:${risk}`), 'by risk'),
    ...listed(['volunteer', 'nonVolunteer'].map((cohort) => `cohort:${cohort}`), 'by cohort'),
    ...listed(useCases(place).map(({ value }) => `useCase:${String(value)}`), 'by use case'),
    ...listed(tags.map((tag) => `tag:${tag}`), 'by tag of config.yaml'),
  ];
}

const release: ValueRows = [
  [/^scorecard\.metric$|^gates\.rules\.metric$|^gates\.rollback\.when\.metric$|^gates\.override\.neverFor$/, metrics],
  [/^decisions\.id$/, ({ stated }) => releaseDecisions.filter(({ id }) => !namesAt(stated, ['decisions', '*', 'id']).includes(id)).map(({ id, question }) => ({ value: id, detail: question }))],
  [/^decisions\.owner$|^scorecard\.owner$|^gates\.rollback\.owner$|^governance\.accountable$/, people],
  [/^gates\.override\.by$|^phases\.users\.role$|requiresApproval\.by$|unless\.by$/, roles],
  [/^decisions\.gate$|^phases\.gate$|^autonomy\.gate$/, gates],
  [/^gates\.decision$/, ({ stated }) => listed(namesAt(stated, ['decisions', '*', 'id']), 'decision of this file')],
  [/^gates\.rules\.tier$/, ({ stated }) => listed([...namesAt(stated, ['tiers']), 'default'], 'tier of this file')],
  [/^gates\.rules\.slice$/, slices],
  [/^gates\.suite$/, suites],
  [/^gates\.blockers\.failureClass$/, classes],
  [/^gates\.blockers\.cases$/, ({ uri, surroundings }) => listed((surroundings.config(uri)?.tags ?? []).map((tag) => `tag:${tag}`), 'by tag of config.yaml')],
  [/^autonomy\.tools$/, ({ uri, surroundings }) => listed(surroundings.toolEntries(uri).flatMap((entry) => namesAt([entry], ['*', 'group'])), 'group of config.yaml')],
  [/^policies\.useCases$/, useCases],
  [/^policies\.forbidden(?:\.tool|\.sequence)?$|^policies\.requiresApproval\.tools$/, tools],
  [/^governance\.cadence\.every$|^gates\.rollback\.when\.window$|^contracts\.[^.]+\.freshness\.maxAge$/, () => listed(['P1D', 'P7D', 'P14D', 'P30D', 'P90D'], 'ISO duration')],
  [/^governance\.cadence\.last$|^routing\.reviewedAt$|^phases\.supported\.(?:from|to)$/, days],
];

const taxonomy: ValueRows = [
  [/^classes\.mergedInto$/, ({ uri, surroundings, textAt, scope: { path } }) => {
    const own = textAt([...path.slice(0, -1), 'id']);
    return classesInUse(surroundings.taxonomy(uri)).filter((each) => each.id !== own).map(({ id, name }) => ({ value: id, detail: name ?? 'failure class' }));
  }],
  [/^classes\.id$/, ({ stated }) => builtInTaxonomy.classes.filter(({ id }) => !namesAt(stated, ['classes', '*', 'id']).includes(id)).map(({ id, definition }) => ({ value: id, detail: 'built in: what stands here is said instead', ...saying(definition) }))],
];

export const releaseValues = { release, taxonomy } as const;
