import { plural } from '../../display/numbers.ts';
import { builtInTaxonomy, classesInUse } from '../../model/failureClass.ts';
import type { FailureClass, Taxonomy } from '../../model/failureClass.ts';
import type { CaseView } from '../caseView.ts';
import type { CasePlace } from '../context.ts';
import type { Finding } from '../rules/rule.ts';
import { named, unique } from './settingsRule.ts';
import type { SettingsRule } from './settingsRule.ts';

/** Of the places that name a class. */
const mostLinked = 20;
const builtInIds = builtInTaxonomy.classes.map((each) => each.id);

/** `taxonomy.yaml`: classes keep their names, so that what was counted once can be counted again. */
export const taxonomyRule: SettingsRule<Taxonomy> = {
  codes: {
    CB808: 'Cases or labels name a failure class that the taxonomy does not list any more.',
    CB809: 'A merge of classes leads in a circle, or into a retired class.',
    CB818: 'Cases or labels still name a class that was merged or retired.',
  },
  *check({ classes }, view, { classUses, labelledClasses }) {
    yield* unique(view, classes.map(({ id }, index) => [['classes', index, 'id'], id]), 'The class');
    for (const [index, { modes = [] }] of classes.entries()) yield* unique(view, modes.map(({ id }, n) => [['classes', index, 'modes', n, 'id'], id]), 'The mode');
    yield* merges(classes, view);
    yield* uses(classes, view, { cases: classUses?.() ?? new Map(), labels: labelledClasses?.() ?? new Map() });
  },
};

function* merges(classes: readonly FailureClass[], view: CaseView): Iterable<Finding> {
  const byId = new Map(classes.map((each) => [each.id, each]));
  const known = [...new Set([...byId.keys(), ...builtInIds])];
  for (const [index, { id, mergedInto }] of classes.entries()) {
    if (mergedInto === undefined) continue;
    const at = ['classes', index, 'mergedInto'];
    const way = wayOf(id, byId);
    const end = byId.get(way.at(-1) ?? '');
    if (mergedInto === id) yield { code: 'CB809', at, message: 'A class cannot be merged into itself.', fixes: view.remove('Remove mergedInto', at) };
    else if (way.indexOf(id, 1) > 0) yield { code: 'CB809', at, message: `This merge leads back to ${id}: ${way.join(' → ')}. What carries the class would belong nowhere.`, fixes: view.remove('Remove mergedInto', at) };
    else if (byId.has(mergedInto) && end?.retired) yield { code: 'CB809', at, message: `${end.id} is retired: what is merged into it would be in no class that is offered.`, fixes: view.remove('Remove mergedInto', at) };
    else yield* named(view, at, mergedInto, known.filter((each) => each !== id), 'There is no class');
  }
}

/** The ids that a merge leads to, one after another; ends where an id comes again. */
function wayOf(id: string, byId: ReadonlyMap<string, FailureClass>): readonly string[] {
  const way = [id];
  for (let next = byId.get(id)?.mergedInto; next !== undefined; next = byId.get(next)?.mergedInto) {
    const again = way.includes(next);
    way.push(next);
    if (again) break;
  }
  return way;
}

type Places = ReadonlyMap<string, readonly CasePlace[]>;

/** What names classes: cases, and the labels of traces. */
function* uses(classes: readonly FailureClass[], view: CaseView, named: { readonly cases: Places; readonly labels: Places }): Iterable<Finding> {
  const usesOf = (id: string) => {
    const [cases, labels] = [named.cases.get(id) ?? [], named.labels.get(id) ?? []];
    const counts = [...(cases.length > 0 ? [plural(cases.length, 'case')] : []), ...(labels.length > 0 ? [plural(labels.length, 'labelled trace')] : [])];
    const related = [...cases.slice(0, mostLinked), ...labels.slice(0, mostLinked)].slice(0, mostLinked).map(({ file, range }) => ({ file, range, message: 'named here' }));
    return { count: cases.length + labels.length, who: counts.join(' and '), related };
  };
  for (const [index, { id, mergedInto, retired }] of classes.entries()) {
    const { count, who, related } = usesOf(id);
    if (count === 0 || (!retired && mergedInto === undefined)) continue;
    const stays = mergedInto === undefined ? 'They keep it.' : `They count as ${mergedInto}.`;
    yield { code: 'CB818', at: ['classes', index, 'id'], message: `${who} still name${count === 1 ? 's' : ''} ${id}. ${stays}`, related };
  }
  const listed = new Set([...classes.map((each) => each.id), ...builtInIds]);
  const mergeInto = (id: string) => classesInUse({ classes: [...classes] }).flatMap((into) => view.set(`Merge ${id} into ${into.id}`, ['classes', classes.length], { id, mergedInto: into.id }));
  for (const id of new Set([...named.cases.keys(), ...named.labels.keys()])) {
    if (listed.has(id)) continue;
    const { count, who, related } = usesOf(id);
    yield {
      code: 'CB808', at: { key: ['classes'] }, message: `${who} name${count === 1 ? 's' : ''} ${id}, which is not listed. A class in use is merged or retired, never deleted.`, related,
      fixes: /^[a-z0-9][a-z0-9_.-]*$/.test(id) ? [...view.set(`List ${id} as retired`, ['classes', classes.length], { id, retired: true }), ...view.set(`List ${id}`, ['classes', classes.length], { id }), ...mergeInto(id)] : [],
    };
  }
}
