import { placeInTree } from '../cases/placeInTree.ts';
import { withoutDisabled } from '../cases/suppress.ts';
import { parseTree, toJson, weightOf } from '../cases/tree.ts';
import type { Problem } from '../model/problem.ts';
import { lintTools } from './lintTools.ts';
import { toolCodes } from './registry.ts';
import { toolsWritten } from './writtenTools.ts';

/** More than any tool file has; aliases cannot make it larger unseen. */
const weightLimit = 1_000_000;
const longest = 4_000_000;

/** `tools`: how many there are. A file that is no JSON or YAML, or holds no tools, has none and says so itself. */
export type LintedFile = { readonly tools: number; readonly problems: readonly Problem[] };

/**
 * The problems of names and descriptions in a file of tools, JSON or YAML, as OpenAI, Anthropic, Gemini, MCP or config.yaml write them.
 * @param file how places in the file itself are named
 */
export function lintToolText(text: string, file: string): LintedFile {
  if (text.length > longest) return { tools: 0, problems: [] };
  const root = parseTree(text)[0]?.root;
  if (!root || weightOf(root) > weightLimit) return { tools: 0, problems: [] };
  const tools = toolsWritten(toJson(root));
  const problems = lintTools(tools).map(({ code, tool, part, message, other }): Problem => ({
    code, severity: 'warning', message, range: placeInTree(text, root, tools[tool]!.partPath(part)),
    ...(other === undefined ? {} : { related: [{ file, range: placeInTree(text, root, tools[other]!.partPath('name')), message: `${tools[other]!.name} stands here` }] }),
  }));
  return { tools: tools.length, problems: withoutDisabled(text, problems.sort((a, b) => a.range.start - b.range.start), { code: 'CB824', isKnown: (code) => Object.hasOwn(toolCodes, code) }) };
}
