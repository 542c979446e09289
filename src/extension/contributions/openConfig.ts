import * as vscode from 'vscode';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { Services } from '../services/services.ts';

const beginning = `# What cases are run against, and where the facts of a run stand in its trace.
casebook: 1
# targets:
#   agent:
#     type: command
#     command: [node, agent/main.mjs]
# defaultTarget: agent
`;

/** The folder's config.yaml; where there is none, its beginning in an unsaved editor: nothing is created before it is wanted. */
export function openConfig({ commands, engines }: Services): vscode.Disposable {
  return commands.register('casebook.openConfig', async () => {
    const chosen = await chooseFolder(engines, 'The configuration of which folder?');
    if (!chosen) return;
    const { folder } = engines.writable(chosen.folder, 'Settings of a workspace are');
    const file = vscode.Uri.joinPath(vscode.Uri.file(folder), 'casebook', 'config.yaml');
    const exists = await vscode.workspace.fs.stat(file).then(() => true, () => false);
    const editor = await vscode.window.showTextDocument(exists ? file : file.with({ scheme: 'untitled' }));
    if (!exists && editor.document.getText() === '') await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), beginning));
  });
}
