import type { DocumentLink } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { fileNamed } from './definition.ts';
import { insideOf } from './names.ts';
import type { NamesAround } from './namesAround.ts';

/** The files that a case names: its export, and the schema of its contract. What is not there is no link. */
export function documentLinksOf(document: TextDocument, around: NamesAround): readonly DocumentLink[] {
  const file = around.file(document.uri, document.getText());
  return (file?.names ?? []).flatMap((found) => {
    if (!file || found.isAlias || (found.kind !== 'ref' && found.kind !== 'sourceFile')) return [];
    const target = fileNamed(file.uri, found, around);
    return target === undefined ? [] : [{ range: file.rangeOf(insideOf(found, file.text)), target }];
  });
}
