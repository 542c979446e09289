import type { CasePath } from '../../model/result.ts';
import { globMatches, isGlob } from '../../evaluators/glob.ts';
import { nearest } from '../../support/nearest.ts';
import { eachStep } from '../matcherPlaces.ts';
import type { ValidationContext } from '../context.ts';
import { didYouMean } from '../words.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding, Rule } from './rule.ts';

/** Names of tools against the tools that are known. Silent where nothing is known. */
export const toolNames: Rule = {
  codes: {
    CB201: 'No trace and no catalogue has this tool.',
    CB207: 'No trace and no catalogue has this forbidden tool.',
    CB503: 'No trace and no catalogue has this tool that needs approval.',
  },
  *check(view, context) {
    const tools = knownTools(context);
    if (!tools) return;
    const { expectedTool, trajectory, policy } = view.value;
    if (typeof expectedTool === 'string') yield* named(view, tools, 'CB201', ['expectedTool'], expectedTool);
    else for (const [index, tool] of (expectedTool ?? []).entries()) yield* named(view, tools, 'CB201', ['expectedTool', index], tool);
    for (const [path, step] of eachStep(trajectory?.steps)) if (step.tool !== undefined) yield* named(view, tools, 'CB201', [...path, 'tool'], step.tool);
    for (const [index, rule] of (trajectory?.forbidden ?? []).entries()) {
      const path: CasePath = ['trajectory', 'forbidden', index];
      if (typeof rule === 'string') yield* named(view, tools, 'CB207', path, rule);
      else if ('tool' in rule) yield* named(view, tools, 'CB207', [...path, 'tool'], rule.tool);
      else for (const [n, tool] of rule.sequence.entries()) yield* named(view, tools, 'CB207', [...path, 'sequence', n], tool);
    }
    for (const [index, { tools: approved }] of (policy?.requiresApproval ?? []).entries()) {
      for (const [n, tool] of approved.entries()) yield* named(view, tools, 'CB503', ['policy', 'requiresApproval', index, 'tools', n], tool);
    }
  },
};

/** What the catalogue lists and what traces show. Where only one of them is there, that one is all that is known. */
function knownTools({ tools, seenTools }: ValidationContext): readonly string[] | undefined {
  return tools || seenTools ? [...new Set([...(tools ?? []), ...(seenTools?.keys() ?? [])])] : undefined;
}

function* named(view: CaseView, tools: readonly string[], code: string, at: CasePath, name: string): Iterable<Finding> {
  if (isGlob(name) ? tools.some((tool) => globMatches(name, tool)) : tools.includes(name)) return;
  const meant = nearest(name, tools);
  yield { code, at, message: `Unknown tool ${name}: no trace and no catalogue has it.${didYouMean(meant)}`, fixes: meant === undefined ? [] : view.set(`Change to ${meant}`, at, meant) };
}
