import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import type { LensArguments } from '../../protocol/lsp.ts';
import { plainItem } from '../services/plainItem.ts';
import type { Services } from '../services/services.ts';

const isCaseFile = (uri: vscode.Uri): boolean => /\.case\.(ya?ml|json)$/.test(uri.path);

/** The case a lens names; from the palette the one at the cursor, else one of the file's; undefined when the question was put away. */
export async function chooseCase({ language }: Services, lens: LensArguments | undefined): Promise<LensArguments | undefined> {
  if (typeof lens?.caseId === 'string' && typeof lens.uri === 'string') return lens;
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isCaseFile(editor.document.uri)) throw new UserError('no-case-file', 'No case file is in front.', 'Open a *.case.yaml file and put the cursor into a case.');
  const { uri } = editor.document;
  const cases = await language.casesIn(uri);
  const line = editor.selection.active.line;
  const [only] = cases;
  const here = cases.length === 1 ? only : cases.find(({ range }) => range.start.line <= line && line <= range.end.line);
  if (here) return { uri: uri.toString(), caseId: here.id };
  if (cases.length === 0) throw new UserError('no-case', 'This file holds no case with an id.', 'The Problems panel says what is wrong with it.');
  const picked = await vscode.window.showQuickPick(cases.map(({ id }) => plainItem({ label: id, id })), { placeHolder: 'Which case?' });
  return picked === undefined ? undefined : { uri: uri.toString(), caseId: picked.id };
}
