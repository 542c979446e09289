import { isJsonMap } from '../../model/json.ts';
import type { Json } from '../../model/json.ts';
import type { CasePath } from '../../model/result.ts';
import { globMatches } from '../../evaluators/glob.ts';
import { eachStep } from '../matcherPlaces.ts';
import { isVolatile } from '../volatile.ts';
import type { CaseView } from '../caseView.ts';
import type { ValidationContext } from '../context.ts';
import type { Finding, Rule } from './rule.ts';

/** Argument values that another run will not repeat. */
export const volatile: Rule = {
  codes: { CB215: 'An expected argument looks copied from one run: another run will not repeat it.' },
  *check(view, { recordedPlace }) {
    const { trajectory } = view.value;
    for (const [path, step] of eachStep(trajectory?.steps)) {
      const ignored = [...(trajectory?.ignoreArgs ?? []), ...(step.ignoreArgs ?? [])];
      for (const [key, value] of Object.entries(step.args ?? {})) {
        if (!holdsVolatile(value) || ignored.some((glob) => globMatches(glob, key))) continue;
        yield* inside(view, [...path, 'args', key], value, { path, key, ignored: step.ignoreArgs ?? [], recordedPlace });
      }
    }
  },
};

const holdsVolatile = (value: Json): boolean => (typeof value === 'object' && value !== null ? Object.values(value).some(holdsVolatile) : isVolatile(value));

type Argument = { readonly path: CasePath; readonly key: string; readonly ignored: readonly string[]; readonly recordedPlace: ValidationContext['recordedPlace'] };

function* inside(view: CaseView, path: CasePath, value: Json, argument: Argument): Iterable<Finding> {
  if (isVolatile(value)) {
    const place = argument.recordedPlace?.(view.value.id, value);
    yield {
      ...(place ? { related: [{ ...place, message: 'recorded here' }] } : {}),
      code: 'CB215', at: path, message: `${String(value)} looks like a value of one run only: a generated id or a time. Another run will not repeat it.`,
      fixes: [...view.set('Accept any value', path, { $any: true }), ...view.set(`Ignore ${argument.key}`, [...argument.path, 'ignoreArgs'], [...argument.ignored, argument.key])],
    };
  } else if (Array.isArray(value)) for (const [index, item] of (value as readonly Json[]).entries()) yield* inside(view, [...path, index], item, argument);
  else if (isJsonMap(value) && !Object.keys(value).some((key) => key.startsWith('$'))) for (const [key, item] of Object.entries(value)) yield* inside(view, [...path, key], item, argument);
}
