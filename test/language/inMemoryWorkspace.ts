import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CaseWorkspace } from '../../src/language/caseWorkspace.ts';
import { createLanguageService } from '../../src/language/languageService.ts';
import type { LanguageService } from '../../src/language/languageService.ts';
import type { WorkspaceIndex } from '../../src/language/workspaceIndex.ts';
import type { Catalogue } from '../../src/core/model/catalogue.ts';
import type { LastResult } from '../../src/protocol/runApi.ts';
import { lensCommands } from '../../src/protocol/lsp.ts';
import { recordingOf } from '../core/cases/wants.ts';

export const caseUri = 'file:///shop/casebook/cases/this.case.yaml';

type Around = {
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly taxonomy?: string;
  readonly release?: string;
  /** Files beside `casebook/`, by their path. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Reviewers' journals by their name. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Ids of cases that have a recording: one call of searchOrders and "It was delivered." */
  readonly recordings?: readonly string[];
  readonly traces?: readonly string[];
  /** Over the records of traces, by their id. */
  readonly hashes?: Readonly<Record<string, string>>;
  readonly catalogue?: Catalogue;
  readonly results?: readonly LastResult[];
  readonly index?: WorkspaceIndex;
  /** No file stands beside the case. */
  readonly missing?: boolean;
};

/** A workspace of texts. `asked` counts what was read, so that a test can say what is remembered. */
export function inMemory(around: Around = {}): { readonly service: LanguageService; readonly asked: Map<string, number> } {
  const asked = new Map<string, number>();
  const count = <T>(name: string, value: T): T => {
    asked.set(name, (asked.get(name) ?? 0) + 1);
    return value;
  };
  const workspace: CaseWorkspace = {
    caseFiles: () => [caseUri, ...Object.keys(around.files ?? {})],
    textOf: (uri) => count(uri, around.files?.[uri] ?? around.labels?.[/labels\/(.*)\.jsonl$/.exec(uri)?.[1] ?? ''] ?? recordingAt(uri, around.recordings)),
    configText: () => around.config,
    taxonomyText: () => around.taxonomy,
    releaseText: () => around.release,
    recordingText: (_, id) => (around.recordings?.includes(id) ? JSON.stringify(recordingOf(id)) : undefined),
    recordingUri: (_, id) => `file:///shop/casebook/recordings/${id}.json`,
    casebookUri: (_, path) => new URL(path, 'file:///shop/casebook/').href,
    recordedCases: () => around.recordings ?? [],
    labelJournals: () => Object.entries(around.labels ?? {}).map(([name, text]) => ({ uri: `file:///shop/casebook/labels/${name}.jsonl`, text })),
    textInFolder: (_, path) => around.beside?.[path],
    fileExists: () => around.missing !== true,
    knownTraces: (ids) => (around.traces ? new Set(ids.filter((id) => around.traces?.includes(id))) : undefined),
    traceSha256: (id) => around.hashes?.[id],
    catalogue: () => around.catalogue,
    documentation: (code) => `file:///docs/diagnostics.md#${code}`,
    lastResult: (id) => (around.results ? (around.results.find((each) => each.caseId === id) ?? null) : undefined),
    now: () => new Date('2026-03-01T00:00:00Z'),
    generation: () => 0,
    ...(around.index ? { index: () => around.index as WorkspaceIndex } : {}),
  };
  return { service: createLanguageService(workspace, lensCommands), asked };
}

function recordingAt(uri: string, recordings: readonly string[] = []): string | undefined {
  const id = /recordings\/(.*)\.json$/.exec(uri)?.[1];
  return id !== undefined && recordings.includes(id) ? JSON.stringify(recordingOf(id)) : undefined;
}

export const documentOf = (text: string, uri = caseUri): TextDocument => TextDocument.create(uri, 'casebook-case', 1, text);

/** The text without its cursor `|`, and where the cursor was. */
export function atCursor(marked: string, uri = caseUri): { readonly document: TextDocument; readonly offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('The text has no cursor |');
  return { document: documentOf(marked.slice(0, offset) + marked.slice(offset + 1), uri), offset };
}
