import type { MenuItem } from '../../shared/Menu.tsx';
import type { TrajectoryModel } from '../model.ts';

/** What can be done with a step that has no button of its own in its bar. */
export function stepMenu(model: TrajectoryModel, n: number): readonly MenuItem[] {
  return [
    { words: 'Copy as Markdown', action: 'copyMarkdown', run: () => model.copyMarkdown(n) },
    { words: 'Open the source file at this step', action: 'source', run: () => model.revealSource(n) },
    { words: 'Copy original record…', run: () => model.copyOriginal(n) },
  ];
}
