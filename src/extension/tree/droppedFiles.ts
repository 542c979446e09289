import * as vscode from 'vscode';
import type { Services } from '../services/services.ts';
import type { TreeNode } from './traceNodes.ts';

/** Files and folders dropped on the tree are imported. Traces themselves cannot be moved about. */
export function droppedFiles({ commands, notify }: Pick<Services, 'commands' | 'notify'>): vscode.TreeDragAndDropController<TreeNode> {
  return {
    dropMimeTypes: ['text/uri-list', 'files'],
    dragMimeTypes: [],
    async handleDrop(_target, dropped) {
      const list = await dropped.get('text/uri-list')?.asString();
      const files = (list ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#')).map((line) => vscode.Uri.parse(line, true)).filter((uri) => uri.scheme === 'file');
      if (files.length > 0) await commands.run('casebook.importTraces', files[0], files);
      else if ([...dropped].some(([, item]) => item.asFile() !== undefined)) {
        // A browser hands over the content and not the place, and the index keeps where each record stands.
        const chosen = await notify.info('This window does not see where the dropped files are. Put them into the workspace folder, or choose them here.', 'Import Traces…');
        if (chosen !== undefined) await commands.run('casebook.importTraces');
      }
    },
  };
}
