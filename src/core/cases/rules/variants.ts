import type { Rule } from './rule.ts';

/** Rewordings of the query. */
export const variants: Rule = {
  codes: { CB120: 'A variant says the same as the query or another variant.', CB121: 'Sensitivity is measured on fewer than three variants.' },
  *check(view) {
    const { query, variants: all, sensitivity } = view.value;
    const seen = new Map<string, string>();
    if (query !== undefined) seen.set(sameText(query), 'the query');
    for (const [index, variant] of (all ?? []).entries()) {
      const text = typeof variant === 'string' ? variant : variant.query;
      const path = typeof variant === 'string' ? ['variants', index] : ['variants', index, 'query'];
      const same = seen.get(sameText(text));
      if (same !== undefined) yield { code: 'CB120', at: path, message: `This variant is identical to ${same}.`, fixes: view.remove('Remove the variant', ['variants', index]) };
      else seen.set(sameText(text), `variant ${index + 1}`);
    }
    const count = all?.length ?? 0;
    if (sensitivity && count < 3 && view.isReadable('variants')) {
      yield { code: 'CB121', at: { key: ['sensitivity'] }, message: `Sensitivity needs at least 3 variants to say anything; this case has ${count}.` };
    }
  },
};

const sameText = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ');
