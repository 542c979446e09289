import { visibleText } from './visibleText.ts';

/**
 * Text of agents, cases and traces for what the window shows outside of documents: messages, progress, lists, the status bar,
 * lenses. There VS Code makes a link of `[words](command:…)`, which runs the command, and an icon of `$(name)`. A mark that has
 * no width keeps both from being read so, and the text looks as it was written.
 */
export function inertText(text: string): string {
  return visibleText(text).replaceAll('](', ']\u2060(').replaceAll('$(', '$\u2060(');
}
