import * as vscode from 'vscode';
import { chooseFolder } from '../services/chooseFolder.ts';
import { askText } from '../services/questions.ts';
import type { Services } from '../services/services.ts';

const idForm = /^[a-z0-9][a-z0-9._-]{0,79}$/;

/** From a trace, or the beginning of one in an unsaved editor: nothing is created before somebody wants it. */
export async function newCase({ commands, engines }: Services): Promise<void> {
  const picked = await vscode.window.showQuickPick([
    { label: '$(list-tree) From a trace…', description: 'drafted from what happened, and proven', from: 'trace' },
    { label: '$(new-file) Written by hand', description: 'an empty case file', from: 'nothing' },
  ], { title: 'New Case', placeHolder: 'What is the case made from?' });
  if (picked?.from === 'trace') return void (await commands.run('casebook.makeCase'));
  const chosen = picked && (await chooseFolder(engines, 'In which folder?'));
  if (!chosen) return;
  const { folder } = engines.writable(chosen.folder, 'Cases are');
  const answer = await askText({ title: 'New Case', step: 1, steps: 1 }, 'Its id, which stays: results and recordings go by it', '', (text) => (idForm.test(text) ? undefined : 'Lower case letters, digits, dot, dash and underline, at most 80'));
  if (answer.kind !== 'chosen') return;
  const file = vscode.Uri.joinPath(vscode.Uri.file(folder), 'casebook', 'cases', `${answer.value}.case.yaml`);
  const exists = await vscode.workspace.fs.stat(file).then(() => true, () => false);
  const editor = await vscode.window.showTextDocument(exists ? file : file.with({ scheme: 'untitled' }));
  if (exists || editor.document.getText() !== '') return;
  const snippet = `casebook: 1\nid: ${answer.value}\nstatus: draft\nquery: \${1:What the user asks}\nexpectedTool: \${2:name of the tool}\n$0`;
  await editor.insertSnippet(new vscode.SnippetString(snippet), new vscode.Position(0, 0));
}
