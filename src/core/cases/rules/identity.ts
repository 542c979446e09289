import type { CasePlace } from '../context.ts';
import { slugOf } from '../words.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import type { CaseView } from '../caseView.ts';

/** A case is known by its id: results, baselines and overrides key on it. Missing and malformed ids are `structure`'s. */
export const identity: Rule = {
  codes: { CB103: 'Two cases of the workspace have the same id.' },
  *check(view, context) {
    const id = view.parsed.id;
    if (id === null || !view.isReadable('id')) return;
    const here = (context.idsHere.get(id) ?? []).filter((each) => each !== view.parsed);
    const others = [...here.map((each) => ({ file: view.file, range: each.rangeOf(['id']) })), ...(context.idElsewhere?.(id) ?? [])];
    if (others.length > 0) yield duplicate(view, context, id, others);
  },
};

function duplicate(view: CaseView, context: RuleContext, id: string, others: readonly CasePlace[]): Finding {
  const next = freeId(id, (each) => context.idsHere.has(each) || (context.idElsewhere?.(each) ?? []).length > 0);
  return {
    code: 'CB103', at: ['id'], message: `Another case has the id ${id}. Results are kept by id, so each case needs its own.`,
    related: others.map(({ file, range }) => ({ file, range, message: `${id} stands here too` })),
    fixes: view.set(`Change to ${next}`, ['id'], next),
  };
}

export function freeId(id: string, taken: (id: string) => boolean): string {
  const base = slugOf(id);
  for (let n = 2; ; n++) if (!taken(`${base}-${n}`)) return `${base}-${n}`;
}
