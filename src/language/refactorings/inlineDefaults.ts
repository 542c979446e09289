import { CodeActionKind } from 'vscode-languageserver-types';
import { applyEdits, editBetween, setInNode } from '../../core/cases/edit.ts';
import { addedByDefaults } from '../../core/cases/merge.ts';
import { parseCaseFile } from '../../core/cases/parse.ts';
import { toJson } from '../../core/cases/tree.ts';
import { alone } from './moveToFile.ts';
import { saysTheSame } from './places.ts';
import type { Refactored, Refactoring } from './refactoring.ts';

/** What a case takes from `defaults`, written into the case itself. It means the same. */
export const inlineDefaults: Refactoring = {
  *find({ file, parsed, path }): Iterable<Refactored> {
    if (!parsed?.defaults || path[0] !== 'id') return;
    const lacking = [...addedByDefaults(toJson(parsed.defaults), toJson(parsed.node))];
    if (lacking.length === 0) return;
    // Tried out on the case alone, where it can be: a large file takes long to be read again.
    const own = alone(file, parsed.node);
    const before = own && !own.text.includes('*') ? parseCaseFile(own.text) : file;
    const index = before === file ? file.cases.indexOf(parsed) : 0;
    let { text } = before;
    for (const { at, value } of lacking) {
      const again = parseCaseFile(text).cases[index];
      if (!again) return;
      text = applyEdits(text, setInNode(text, { node: again.node, defaults: null }, at, value));
    }
    if (!saysTheSame(before, text)) return;
    const shift = before === file ? 0 : (own?.shift ?? 0);
    const edits = editBetween(before.text, text).map((edit) => ({ ...edit, range: { start: edit.range.start + shift, end: edit.range.end + shift } }));
    yield { title: 'Write the defaults into this case', kind: CodeActionKind.RefactorInline, edits };
  },
};
