import * as vscode from 'vscode';

const scheme = 'casebook-media';
/** They stand in memory and nowhere else. */
const most = 10;

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp', 'image/bmp': 'bmp', 'audio/mpeg': 'mp3', 'audio/wav': 'wav', 'audio/ogg': 'ogg', 'audio/flac': 'flac',
  'video/mp4': 'mp4', 'video/webm': 'webm', 'application/pdf': 'pdf', 'text/plain': 'txt',
};

type Kept = { readonly bytes: Uint8Array; readonly at: number };

/** Media of traces as read-only files, so that VS Code shows them as it shows those of a folder. */
export class MediaDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #kept = new Map<string, Kept>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  #registration: vscode.Disposable | undefined;

  async open(sha256: string, mimeType: string | null, base64: string): Promise<void> {
    this.#registration ??= vscode.workspace.registerFileSystemProvider(scheme, this, { isReadonly: true, isCaseSensitive: true });
    const path = `/${sha256.slice(0, 12)}.${endings[mimeType ?? ''] ?? 'bin'}`;
    this.#kept.delete(path);
    this.#kept.set(path, { bytes: Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0)), at: Date.now() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > most && oldest !== undefined) this.#kept.delete(oldest);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.from({ scheme, path }), { preview: true } satisfies vscode.TextDocumentShowOptions);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, at } = this.#find(uri);
    return { type: vscode.FileType.File, ctime: at, mtime: at, size: bytes.length, permissions: vscode.FilePermission.Readonly };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#find(uri).bytes;
  }

  #find(uri: vscode.Uri): Kept {
    const kept = this.#kept.get(uri.path);
    if (!kept) throw vscode.FileSystemError.FileNotFound(uri);
    return kept;
  }

  watch = (): vscode.Disposable => ({ dispose: () => undefined });
  readDirectory = (): [string, vscode.FileType][] => [];
  createDirectory = (uri: vscode.Uri): never => refuse(uri);
  writeFile = (uri: vscode.Uri): never => refuse(uri);
  delete = (uri: vscode.Uri): never => refuse(uri);
  rename = (uri: vscode.Uri): never => refuse(uri);

  dispose(): void {
    this.#registration?.dispose();
    this.#changed.dispose();
  }
}

function refuse(uri: vscode.Uri): never {
  throw vscode.FileSystemError.NoPermissions(uri);
}
