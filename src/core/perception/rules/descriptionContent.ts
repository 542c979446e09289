import { isJsonMap } from '../../model/json.ts';
import { nameWords, stemOf, textWords, vagueObjects } from '../words.ts';
import type { LintedTool, ToolRule } from './rule.ts';

const requires = /\b(?:requires?|required|needs?|must|expects?|accepts?|takes|given|provide[ds]?|pass|supply|supplied|inputs?|param(?:eter)?s?|arg(?:ument)?s?|only (?:if|when|for|after|with)|use (?:this )?(?:tool )?(?:if|when|for|after)|before|after)\b/iu;
const returns = /\b(?:returns?|returned|returning|gives? back|yields?|outputs?|results?|responds?|responses?|answers? with|produces?|replies|echo(?:es)?|prints?)\b/iu;

/** S0: "Requires orderId. Returns shipmentId and tracking number." */
export const descriptionContent: ToolRule = {
  codes: {
    CT105: 'The description of a tool does not say what it requires.',
    CT106: 'The description of a tool does not say what it returns.',
    CT107: 'A tool has no description.',
  },
  *check(tools) {
    for (const [tool, each] of tools.entries()) {
      const { name, description } = each;
      if (description === undefined) continue;
      if (description === null || description.trim() === '') {
        yield { code: 'CT107', tool, part: 'name', message: `${name} has no description: a model has only the name to go by.` };
        continue;
      }
      const required = requiredArguments(each);
      if (required.length > 0 && !requires.test(description) && !speaksOf(description, required)) {
        yield { code: 'CT105', tool, part: 'description', message: `The description of ${name} does not say what it requires: name ${required.slice(0, 3).join(', ')}${required.length > 3 ? ` and ${required.length - 3} more` : ''}, and when it is the right tool.` };
      }
      if (!each.declaresResult && !returns.test(description)) yield { code: 'CT106', tool, part: 'description', message: `The description of ${name} does not say what it returns.` };
    }
  },
};

function requiredArguments({ schema }: LintedTool): readonly string[] {
  const required = schema?.['required'];
  const properties = schema?.['properties'];
  return Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string' && isJsonMap(properties) && Object.hasOwn(properties, name)) : [];
}

/** By name or in words: "from an existing order" speaks of `orderId`. */
function speaksOf(description: string, required: readonly string[]): boolean {
  const words = textWords(description);
  return required.some((name) => nameWords(name).some((word) => !/^(?:id|ids|name|key|type)$/u.test(word) && !vagueObjects.has(stemOf(word)) && words.has(stemOf(word))));
}
