import type { Config } from '../../model/config.ts';
import { lintTools } from '../../perception/lintTools.ts';
import { toolsWritten } from '../../perception/writtenTools.ts';
import type { CaseView } from '../caseView.ts';
import type { Finding } from '../rules/rule.ts';

/** Names and descriptions of the tools that config.yaml lists itself, as far as it states them: there nobody need say what a tool does. */
export function* toolList({ tools }: Config, view: CaseView): Iterable<Finding> {
  if (!Array.isArray(tools)) return;
  const written = toolsWritten(tools, ['tools']).map((tool) => ({ ...tool, description: tool.description ?? undefined }));
  for (const { code, tool, part, message, other } of lintTools(written)) {
    // That a name stands twice is told as such (CB807).
    if (other !== undefined && written[other]!.name === written[tool]!.name) continue;
    const related = other === undefined ? [] : [{ file: view.file, range: view.placeOf(written[other]!.partPath('name')), message: `${written[other]!.name} stands here` }];
    yield { code, at: written[tool]!.partPath(part), message, related };
  }
}
