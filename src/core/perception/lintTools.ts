import { toolRules } from './registry.ts';
import type { LintedTool, ToolFinding } from './rules/rule.ts';

/**
 * What a model cannot see in the names and descriptions of its tools (S0 step 4), tool by tool.
 * @param together whether two of them are offered together; by default all are
 */
export function lintTools(tools: readonly LintedTool[], together: (a: number, b: number) => boolean = () => true): readonly ToolFinding[] {
  return toolRules.flatMap((rule) => [...rule.check(tools, together)]).sort((a, b) => a.tool - b.tool || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}
