import type { ParsedCase } from '../parse.ts';
import { slugOf } from '../words.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import type { CaseView } from '../caseView.ts';

/** A case is known by its id: results, baselines and overrides key on it. Missing and malformed ids are `structure`'s. */
export const identity: Rule = {
  codes: { CB103: 'Two cases of the workspace have the same id.' },
  *check(view, context) {
    const id = view.parsed.id;
    if (id === null || !view.isReadable('id')) return;
    const here = context.idsHere.get(id) ?? [];
    const first = here[0];
    const elsewhere = context.idElsewhere?.(id) ?? [];
    if (first && first !== view.parsed) yield duplicate(view, context, id, [{ file: view.file, range: first.rangeOf(['id']) }]);
    else if (elsewhere.length > 0) yield duplicate(view, context, id, elsewhere);
  },
};

function duplicate(view: CaseView, context: RuleContext, id: string, others: readonly { file: string; range: ReturnType<ParsedCase['rangeOf']> }[]): Finding {
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
