import { CodeActionKind } from 'vscode-languageserver-types';
import { applyEdits, editBetween, setInNode } from '../../core/cases/edit.ts';
import { parseCaseFile } from '../../core/cases/parse.ts';
import { isJsonMap } from '../../core/model/json.ts';
import type { Json } from '../../core/model/json.ts';
import type { CasePath } from '../../core/model/result.ts';
import { toJson } from '../../core/cases/tree.ts';
import { alone } from './moveToFile.ts';
import { saysTheSame } from './places.ts';
import type { Refactored, Refactoring } from './refactoring.ts';

/** What a case takes from `defaults`, written into the case itself. It means the same. */
export const inlineDefaults: Refactoring = {
  *find({ file, parsed, path }): Iterable<Refactored> {
    if (!parsed?.defaults || path[0] !== 'id') return;
    const lacking = [...lackingIn(toJson(parsed.node), toJson(parsed.defaults), [])];
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

/** The values of `defaults` that the case does not state, each by the longest path that the case has a map for. */
function* lackingIn(own: Json, common: Json, path: CasePath): Iterable<{ readonly at: CasePath; readonly value: Json }> {
  if (!isJsonMap(own) || !isJsonMap(common) || isMatcher(own) || isMatcher(common)) return;
  for (const [key, value] of Object.entries(common)) {
    if (Object.hasOwn(own, key)) yield* lackingIn(own[key] as Json, value, [...path, key]);
    else yield { at: [...path, key], value };
  }
}

const isMatcher = (value: Json): boolean => isJsonMap(value) && Object.keys(value).some((key) => key.startsWith('$'));
