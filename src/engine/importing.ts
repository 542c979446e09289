import { hash } from 'node:crypto';
import { formats } from '../core/formats/registry.ts';
import { messageOf, UserError } from '../core/support/errors.ts';
import { factsConfigOf } from '../core/trajectory/facts.ts';
import type { EngineApi, ImportedFile, ImportReport } from '../protocol/engineApi.ts';
import type { Store } from '../store/openStore.ts';
import type { EngineContext } from './context.ts';
import { importFile } from './importFile.ts';
import { importPathsOf, looksLikeExport } from './importPaths.ts';
import { noSuchFormat, nothingIn } from './importSentences.ts';
import type { ImportedTrace } from './importTraces.ts';
import { createRowWriting } from './rowWriting.ts';
import { redactionRulesOf } from './redactionRules.ts';

/** Smaller imports are done before a thread that writes has paid for its start. */
const threadedFrom = 30_000_000;

export function createImporting(context: Omit<EngineContext, 'index'>, store: Store): Pick<EngineApi, 'importFiles'> {
  const { workspace, log, now, version } = context;

  return {
    async importFiles({ paths, format: formatId }, { signal, progress }) {
      const format = formatId === undefined ? undefined : formats.find((each) => each.id === formatId);
      if (formatId !== undefined && !format) {
        const { message, hint } = noSuchFormat(formatId);
        throw new UserError('no-such-format', message, hint);
      }
      const config = context.config();
      const redaction = redactionRulesOf(config);
      const factsConfig = factsConfigOf(config.facts);
      const settings = {
        format, store, redaction, factsConfig, signal,
        importedAt: now().toISOString(),
        settings: hash('sha256', JSON.stringify([version, redaction, factsConfig])).slice(0, 16),
      };
      const found = importPathsOf(paths.map((path) => workspace.resolve(path)), workspace.casebook);
      const bytes = found.reduce((total, each) => total + ('size' in each ? each.size : 0), 0);
      const files: ImportedFile[] = [];
      const traces = new Map<string, ImportedTrace>();
      let bytesBefore = 0;
      let cancelled = false;

      const writing = createRowWriting(store, bytes >= threadedFrom, signal);
      try {
        for (const [fileIndex, each] of found.entries()) {
          cancelled = signal.aborted;
          if (cancelled) break;
          if ('error' in each) {
            files.push(notRead(workspace.display(each.path), each.error));
            continue;
          }
          const shownAs = workspace.display(each.path);
          const outcome = await importFile({
            ...settings, path: each.path, shownAs,
            writing,
            onProgress: (bytesRead, count) => progress({ file: shownAs, fileIndex, files: found.length, bytesRead: bytesBefore + bytesRead, bytes, traces: traces.size + count }),
          });
          bytesBefore += each.size;
          for (const [id, trace] of outcome.traces) traces.set(id, trace);
          cancelled = outcome.cancelled;
          // A folder holds all sorts of files; only those that claim to be data deserve a sentence.
          if (outcome.report.format === null && each.found && !looksLikeExport(each.path)) log.info(`Left out ${shownAs}: ${outcome.report.error}`);
          else files.push(outcome.report);
          if (cancelled) break;
        }
      } finally {
        await writing.close().catch((error: unknown) => log.warn(`The import could not sign out as a writer of the index: ${messageOf(error)}`));
      }
      if (files.length === 0 && !cancelled) files.push(...paths.map((path) => notRead(workspace.display(path), nothingIn(path))));
      const all = [...traces.values()];
      return {
        files, cancelled, traces: all.length,
        spans: all.reduce((total, each) => total + each.spans, 0),
        failing: all.filter((each) => each.failing).length,
      } satisfies ImportReport;
    },
  };
}

function notRead(path: string, error: string): ImportedFile {
  return { path, format: null, why: null, error, traces: 0, spans: 0, messages: 0, toolCalls: 0, new: 0, updated: 0, unchanged: 0, warnings: [], warningCount: 0, redactions: {}, cut: 0 };
}
