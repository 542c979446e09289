import type { SeenTool } from '../model/catalogue.ts';
import type { ToolLint, ToolLintFinding } from '../model/patterns.ts';
import { lintTools } from './lintTools.ts';
import type { LintedTool } from './rules/rule.ts';

/**
 * The lint of the tools that traces showed, most called first.
 * @param lists tools that were offered to a model together: only those can be taken for one another
 */
export function lintSeenTools(seen: readonly SeenTool[], lists: readonly (readonly string[])[]): ToolLint {
  const tools = seen.map(({ name, description, schema }): LintedTool => ({
    name, schema: schema ?? undefined, declaresResult: false,
    // Where nothing but calls tells of a tool, what the model was told of it is not recorded.
    description: description ?? (schema === null ? undefined : null),
  }));
  const listsOf = new Map<string, Set<number>>();
  for (const [at, list] of lists.entries()) for (const name of list) listsOf.set(name, (listsOf.get(name) ?? new Set()).add(at));
  const together = (a: number, b: number): boolean => {
    const others = listsOf.get(tools[b]!.name);
    return others !== undefined && [...(listsOf.get(tools[a]!.name) ?? [])].some((list) => others.has(list));
  };
  return {
    tools: tools.length,
    nameOnly: tools.filter(({ description, schema }) => description === undefined && schema === undefined).length,
    findings: lintTools(tools, together).map(({ code, tool, part, message, other }): ToolLintFinding => ({
      code, tool: tools[tool]!.name, message, ...(typeof part === 'object' ? { argument: part.argument.join('.') } : {}), ...(other === undefined ? {} : { other: tools[other]!.name }),
    })),
  };
}
