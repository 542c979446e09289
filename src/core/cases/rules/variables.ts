import { nearest } from '../../support/nearest.ts';
import type { CasePath } from '../../model/result.ts';
import { didYouMean } from '../words.ts';
import type { Rule } from './rule.ts';

const usage = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** `{{name}}` in what the user says. */
export const variables: Rule = {
  codes: { CB110: 'A {{variable}} has no value in vars.', CB111: 'A variable is not used.' },
  *check(view) {
    const { query, messages, variants, vars } = view.value;
    if (!view.isReadable('vars')) return;
    const texts: [CasePath, string][] = [
      ...(query === undefined ? [] : [[['query'], query] as [CasePath, string]]),
      ...(messages ?? []).flatMap(({ content }, index): [CasePath, string][] => (typeof content === 'string' ? [[['messages', index, 'content'], content]] : [])),
      ...(variants ?? []).map((variant, index): [CasePath, string] => (typeof variant === 'string' ? [['variants', index], variant] : [['variants', index, 'query'], variant.query])),
    ];
    const used = new Set<string>();
    for (const [path, text] of texts) {
      if (!text.includes('{{')) continue;
      for (const [written, name = ''] of text.matchAll(usage)) {
        used.add(name);
        if (vars && Object.hasOwn(vars, name)) continue;
        const meant = nearest(name, Object.keys(vars ?? {}));
        yield {
          code: 'CB110', at: view.wordsAt(path, written), message: `${written} has no value: vars has no ${name}.${didYouMean(meant)}`,
          fixes: [...(meant === undefined ? [] : view.replace(`Change to ${meant}`, view.wordsAt(path, name), meant)), ...view.set(`Add ${name} to vars`, ['vars', name], '')],
        };
      }
    }
    if (!view.isReadable('query') || !view.isReadable('messages') || !view.isReadable('variants')) return;
    for (const name of Object.keys(vars ?? {})) {
      if (!used.has(name)) yield { code: 'CB111', at: { key: ['vars', name] }, message: `${name} is not used in query, messages or variants.`, fixes: view.remove(`Remove ${name}`, ['vars', name]) };
    }
  },
};
