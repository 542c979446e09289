import { CodeActionKind } from 'vscode-languageserver-types';
import { removeInNode, setInNode } from '../../core/cases/edit.ts';
import { expectedToolsOf } from '../../core/cases/readings.ts';
import { overlap } from './places.ts';
import type { Refactored, Refactoring } from './refactoring.ts';

/** `expectedTool` is short for required steps in any order: written out, they can take arguments. */
export const expandExpectedTool: Refactoring = {
  *find({ file, parsed, path }): Iterable<Refactored> {
    const entry = path[0] === 'expectedTool' ? parsed?.node.byKey.get('expectedTool') : undefined;
    const tools = parsed?.value ? expectedToolsOf(parsed.value) : undefined;
    if (!parsed?.value || !entry || entry.value.alias || !tools || tools.length === 0) return;
    const { trajectory } = parsed.value;
    if (trajectory?.steps || trajectory?.mode === 'subset') return;
    const steps = [...new Set(tools)].map((tool) => ({ tool }));
    const { text } = file;
    if (!trajectory) {
      // In its own place, so that a comment beside it stays.
      const key = text.slice(entry.keyRange.start, entry.keyRange.end);
      const edits = [{ range: entry.keyRange, text: key.replace('expectedTool', 'trajectory') }, ...setInNode(text, parsed, ['expectedTool'], { steps })];
      yield { title: 'Expand expectedTool into trajectory', kind: CodeActionKind.RefactorRewrite, edits };
      return;
    }
    const removal = removeInNode(text, parsed, ['expectedTool']);
    const edits = [...removal, ...setInNode(text, parsed, ['trajectory', 'steps'], steps)];
    if (!overlap(edits)) yield { title: 'Expand expectedTool into trajectory', kind: CodeActionKind.RefactorRewrite, edits };
  },
};
