import * as vscode from 'vscode';
import type { CommandRegistry } from '../services/commands.ts';
import type { TreeNode } from './traceNodes.ts';

/** Files and folders dropped on the tree are imported. Traces themselves cannot be moved about. */
export function droppedFiles(commands: CommandRegistry): vscode.TreeDragAndDropController<TreeNode> {
  return {
    dropMimeTypes: ['text/uri-list'],
    dragMimeTypes: [],
    async handleDrop(_target, dropped) {
      const list = await dropped.get('text/uri-list')?.asString();
      const files = (list ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')).map((line) => vscode.Uri.parse(line, true)).filter((uri) => uri.scheme === 'file');
      if (files.length > 0) await commands.run('casebook.importTraces', files[0], files);
    },
  };
}
