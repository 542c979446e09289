import { classesInUse } from '../../model/failureClass.ts';
import type { FailureClass } from '../../model/failureClass.ts';
import type { Fix } from '../../model/problem.ts';
import type { CasePath } from '../../model/result.ts';
import { nearest } from '../../support/nearest.ts';
import { failureOf } from '../readings.ts';
import { didYouMean } from '../words.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

/** What went wrong in reality. */
export const failure: Rule = {
  codes: {
    CB113: 'A regression case does not say which failure it guards against.',
    CB114: 'The failure has no class.',
    CB115: 'The failure has no source trace, so nothing can prove the case.',
    CB606: 'A failure class or mode is not in the taxonomy.',
    CB612: 'metadata names another failure class than failureWeObserved.',
  },
  *check(view, context) {
    const { kind, source, metadata } = view.value;
    const observed = failureOf(view.value);
    if (observed === null) {
      if ((kind ?? 'regression') === 'regression' && view.isReadable('failureWeObserved') && view.isReadable('kind')) {
        yield {
          code: 'CB113', at: view.node(['kind']) ? ['kind'] : { key: ['id'] }, message: 'A regression case says in failureWeObserved what went wrong. A case without an observed failure is of kind capability, policy or stress.',
          fixes: view.set('Set kind: capability', ['kind'], 'capability'),
        };
      }
    } else {
      const classes = context.classes ?? classesInUse(undefined);
      if (observed.class === undefined && view.isReadable('failureWeObserved')) yield { code: 'CB114', at: { key: ['failureWeObserved'] }, message: 'The failure has no class; failures are counted and gated by class.', fixes: pickClass(view, classes) };
      if (view.isReadable('source') && !source?.traceId && !source?.runId && !source?.file && !context.recording?.(view.value.id)) {
        yield { code: 'CB115', at: { key: ['failureWeObserved'] }, message: 'The failure has no source trace: until source names one, nothing can prove that this case catches it.', fixes: view.link('Link a trace…') };
      }
      if (metadata?.failureClass !== undefined && observed.class !== undefined && metadata.failureClass !== observed.class) {
        yield { code: 'CB612', at: ['metadata', 'failureClass'], message: `failureWeObserved says ${observed.class}.`, fixes: view.remove('Remove metadata.failureClass', ['metadata', 'failureClass']) };
      }
    }
    if (!context.classes) return;
    if (typeof view.value.failureWeObserved === 'object') yield* known(view, context.classes, context.formerClasses ?? [], ['failureWeObserved', 'class'], ['failureWeObserved', 'mode'], observed?.class, observed?.mode);
    yield* known(view, context.classes, context.formerClasses ?? [], ['metadata', 'failureClass'], ['metadata', 'failureMode'], metadata?.failureClass, metadata?.failureMode);
  },
};

function pickClass(view: CaseView, classes: readonly FailureClass[]): Fix[] {
  const stated = view.value.failureWeObserved;
  return classes.flatMap(({ id }) => (typeof stated === 'string' ? view.set(`Set class: ${id}`, ['failureWeObserved'], { summary: stated, class: id }) : view.set(`Set class: ${id}`, ['failureWeObserved', 'class'], id)));
}

function* known(view: CaseView, classes: readonly FailureClass[], former: readonly FailureClass[], classPath: CasePath, modePath: CasePath, classId: string | undefined, modeId: string | undefined): Iterable<Finding> {
  const found = classes.find((each) => each.id === classId);
  if (classId !== undefined && !found) {
    const merged = former.find((each) => each.id === classId);
    const into = merged?.mergedInto;
    if (into !== undefined) yield { code: 'CB606', at: classPath, message: `${classId} was merged into ${into}.`, fixes: view.set(`Change to ${into}`, classPath, into) };
    // What carries a retired class keeps it.
    if (merged) return;
    const meant = nearest(classId, classes.map((each) => each.id));
    yield { code: 'CB606', at: classPath, message: `${classId} is not a failure class of the taxonomy.${didYouMean(meant)}`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, classPath, meant) };
    return;
  }
  if (modeId === undefined) return;
  const modes = (found ? [found] : classes).flatMap((each) => each.modes ?? []).map((mode) => mode.id);
  if (modes.includes(modeId)) return;
  const owner = classes.find((each) => each.modes?.some((mode) => mode.id === modeId));
  // S0's and S3's modes describe a symptom; the class is the reviewer's judgement, so a mode may stand under another class.
  if (owner) return;
  const meant = nearest(modeId, classes.flatMap((each) => (each.modes ?? []).map((mode) => mode.id)));
  yield { code: 'CB606', at: modePath, message: `${modeId} is not a failure mode of the taxonomy.${didYouMean(meant)}`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, modePath, meant) };
}
