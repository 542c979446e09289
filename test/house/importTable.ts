/**
 * Who may import whom as values. Types may come from anywhere, as they are gone at run time.
 * A folder may always import from itself; the longest folder that holds a file decides.
 *
 * A target is a folder or file of this project ending in `/` or a source ending, or a package ("zod" stands for its
 * sub-paths too); `node:*` stands for all of Node.
 */
export interface ImportRule {
  readonly folder: string;
  readonly may: readonly string[];
  /** Said to whoever breaks the rule. */
  readonly because: string;
  /** Not reached through others either: what is imported here is bundled, with all it imports. */
  readonly neverReaches: Readonly<Record<string, string>>;
}

const noEditor = { vscode: 'only the extension host has the vscode module' };
const noNode = { 'node:*': 'it has to run where there is no Node: in a page, in a browser test' };
const noDatabase = { 'better-sqlite3': 'SQLite is opened in the worker thread and the command line alone, so that nothing else can wait for it' };

const pureLibraries = ['zod', 'yaml', 'ajv', 'ajv-formats', 're2js', '@noble/hashes', 'diff'];

export const importTable: readonly ImportRule[] = [
  {
    folder: 'src/core/',
    may: pureLibraries,
    because: 'core is pure: text and values in, values out, so that it runs in a browser and in a test without set-up',
    neverReaches: { ...noEditor, ...noNode, ...noDatabase },
  },
  {
    folder: 'src/protocol/rpc.ts',
    may: [],
    because: 'both sides of every boundary carry it, the webview included, so it stands on nothing',
    neverReaches: {},
  },
  {
    folder: 'src/protocol/',
    may: ['src/core/model/', 'zod'],
    because: 'a protocol says what crosses a boundary, in the words of the model, and does nothing',
    neverReaches: { ...noEditor, ...noNode },
  },
  {
    folder: 'src/store/',
    may: ['src/core/', 'better-sqlite3', 'node:*'],
    because: 'the store keeps what it is given; what is to be done with it is decided in engine',
    neverReaches: noEditor,
  },
  {
    folder: 'src/engine/',
    may: ['src/core/', 'src/store/', 'node:*', ...pureLibraries, 'ulid', 'csv-parse', 'fflate', 'fzstd'],
    because: 'the engine serves the editor and the command line alike, and knows neither',
    neverReaches: noEditor,
  },
  {
    folder: 'src/worker/',
    may: ['src/engine/', 'src/protocol/', 'node:worker_threads', 'node:module'],
    because: 'the worker is a thin entry: an engine behind a port',
    neverReaches: noEditor,
  },
  {
    folder: 'src/cli/',
    may: ['src/engine/', 'src/core/', 'src/protocol/', 'node:*', 'commander'],
    because: 'the command line does what the editor does through the engine, and never touches the store itself',
    neverReaches: noEditor,
  },
  {
    folder: 'src/language/',
    may: ['src/core/', 'vscode-languageserver-types', 'vscode-languageserver-textdocument'],
    because: 'the language service is pure: what it needs from the world comes in through its CaseWorkspace port',
    neverReaches: { ...noEditor, ...noNode, ...noDatabase },
  },
  {
    folder: 'src/server/files.ts',
    may: ['src/language/', 'src/core/model/', 'src/protocol/', 'node:fs', 'node:path', 'node:url'],
    because: 'it is the one file of the server that reads the disk',
    neverReaches: { ...noEditor, ...noDatabase },
  },
  {
    folder: 'src/server/indexing.ts',
    may: ['src/language/', 'src/server/indexCache.ts', 'node:fs', 'node:fs/promises', 'node:path', 'node:url'],
    because: 'it reads all case files for the index, in slices',
    neverReaches: { ...noEditor, ...noDatabase },
  },
  {
    folder: 'src/server/indexCache.ts',
    may: ['src/language/workspaceIndex.ts', 'node:fs', 'node:fs/promises', 'node:path', 'zod'],
    because: 'it keeps what the index read',
    neverReaches: { ...noEditor, ...noDatabase },
  },
  {
    folder: 'src/server/',
    may: ['src/language/', 'src/core/model/', 'src/protocol/', 'vscode-languageserver', 'vscode-languageserver-textdocument'],
    because: 'the server is the connection of the language service; files are read in files.ts, and for the index in indexing.ts and indexCache.ts',
    neverReaches: { ...noEditor, ...noDatabase },
  },
  {
    folder: 'src/extension/',
    // display, so that a row of the tree and a page say a number in the same words.
    may: ['src/protocol/', 'src/core/model/', 'src/core/support/', 'src/core/display/', 'vscode', 'vscode-languageclient', 'node:path', 'node:worker_threads'],
    because: 'the extension host only forwards: what can wait or fail lives in the worker and the language server, so that the window never blocks',
    neverReaches: noDatabase,
  },
  {
    folder: 'webview/toolkit.ts',
    may: ['@vscode/webview-ui-toolkit'],
    because: 'it is the one file that knows the toolkit, which its makers no longer maintain',
    neverReaches: { ...noEditor, ...noNode },
  },
  {
    folder: 'webview/firstScreen.tsx',
    may: ['webview/', 'src/core/display/', 'preact', 'preact-render-to-string'],
    because: 'it draws the page where there is no page, in the engine’s thread',
    neverReaches: { ...noEditor, ...noNode },
  },
  {
    folder: 'webview/',
    may: ['src/protocol/rpc.ts', 'src/core/display/', 'src/core/trajectory/packedSteps.ts', 'preact', '@preact/signals', '@vscode/codicons', 'markdown-it'],
    because: 'a page draws what it is sent',
    neverReaches: { ...noEditor, ...noNode, zod: 'in a page it costs about 450 kB; a page is not trusted anyway, the other side checks' },
  },
];
