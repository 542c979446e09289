import { emptyVerbs, nameWords, stemOf, vagueObjects, vagueVerbs } from '../words.ts';
import type { ToolRule } from './rule.ts';

export const vagueVerb: ToolRule = {
  codes: { CT102: 'The verb in the name of a tool could mean anything.' },
  *check(tools) {
    for (const [tool, { name }] of tools.entries()) {
      const [verb, ...others] = nameWords(name);
      const isVague = verb !== undefined && (vagueVerbs.has(verb) || (emptyVerbs.has(verb) && others.length > 0 && others.every((word) => vagueObjects.has(stemOf(word)))));
      if (isVague) yield { code: 'CT102', tool, part: 'name', message: `${verb} could mean anything: say what ${name} does, such as create, update or cancel.` };
    }
  },
};
