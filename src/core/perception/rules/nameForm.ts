import { isGlued, isVerb, nameWords, stemOf, vagueObjects } from '../words.ts';
import type { LintedTool, ToolRule } from './rule.ts';

/** S0: `createShipmentFromOrder` says what is done to what; `handleData` says neither. */
export const nameForm: ToolRule = {
  codes: { CT101: 'The name of a tool is not a verb and what it acts on.' },
  *check(tools) {
    for (const [tool, each] of tools.entries()) {
      const message = wrongForm(each);
      if (message !== undefined) yield { code: 'CT101', tool, part: 'name', message };
    }
  },
};

function wrongForm({ name, description }: LintedTool): string | undefined {
  const words = nameWords(name).filter((word) => !/^(?:v?\d+|tool|function|fn|api)$/u.test(word));
  if (words.length === 1 && isGlued(words[0]!)) return undefined;
  const verb = words.find((word, at) => isVerb(word, at === 0 ? description : undefined));
  if (verb === undefined) return `${name} does not say what it does: begin with a verb, as createShipment does.`;
  const objects = words.filter((word) => word !== verb);
  if (objects.length === 0) return `${name} does not say what it acts on: name that too, as createShipment does.`;
  if (objects.every((word) => vagueObjects.has(stemOf(word)))) return `${name} does not say what it acts on: ${objects.join(' ')} could be anything.`;
  return undefined;
}
