import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { MappedFile } from '../mapColumns/answerMap.ts';
import type { MapPanel } from '../mapColumns/mapPanel.ts';
import { chooseFolder } from '../services/chooseFolder.ts';
import type { Services } from '../services/services.ts';

const viewType = 'casebook.mapColumns';
const keyOf = ({ folder, path }: MappedFile): string => `${folder}#${path}`;

/** The page keeps what its html named it by; see pageHtml and webview/vscodeApi.ts. */
function identityOf(state: unknown): MappedFile | undefined {
  const identity = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
  if (typeof identity !== 'object' || identity === null || !('folder' in identity) || !('path' in identity)) return undefined;
  const { folder, path } = identity;
  return typeof folder === 'string' && typeof path === 'string' ? { folder, path } : undefined;
}

/** Which column of someone's own rows is what, one tab a file. */
export function mapColumns(services: Services): vscode.Disposable {
  const { commands, engines } = services;
  const owned = new DisposableStore();
  const open = new Map<string, MapPanel>();

  async function show(panel: vscode.WebviewPanel, file: MappedFile): Promise<void> {
    // The page's protocol brings zod with it, which costs more to load than the rest of the extension.
    const { MapPanel } = await import('../mapColumns/mapPanel.ts');
    const shown = new MapPanel(services, panel, file);
    open.set(keyOf(file), shown);
    shown.onDidClose(() => {
      open.delete(keyOf(file));
      shown.dispose();
    });
  }

  async function askFor(folder: string | undefined): Promise<vscode.Uri | undefined> {
    const chosen = await vscode.window.showOpenDialog({
      title: 'Map Columns', openLabel: 'Map Columns', canSelectMany: false, ...(folder === undefined ? {} : { defaultUri: vscode.Uri.file(folder) }),
      filters: { 'Rows': ['csv', 'tsv', 'json', 'jsonl', 'ndjson', 'gz', 'tgz', 'zst', 'zip', 'tar', 'txt'], 'All files': ['*'] },
    });
    return chosen?.[0];
  }

  owned.add(commands.register('casebook.mapColumns', async (given) => {
    const file = typeof given === 'string' ? vscode.Uri.file(given) : given;
    const folder = (file && engines.ofFile(file)) ?? (await chooseFolder(engines, 'Which folder do these traces belong to?'));
    if (!folder) return;
    const uri = file ?? (await askFor(folder.hasWorkspace ? folder.folder : undefined));
    if (!uri) return;
    const mapped = { folder: folder.folder, path: uri.fsPath };
    const there = open.get(keyOf(mapped));
    if (there) there.reveal();
    else await show(vscode.window.createWebviewPanel(viewType, 'Map Columns', vscode.ViewColumn.Active, { enableFindWidget: true }), mapped);
  }));

  owned.add(vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state) {
      const file = identityOf(state);
      if (file) await show(panel, file);
      else panel.dispose();
    },
  }));
  owned.add({ dispose: () => open.forEach((panel) => panel.dispose()) });
  return owned;
}
