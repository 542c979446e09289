import { truncate } from '../core/display/truncate.ts';
import { detectFormat } from '../core/formats/detect.ts';
import type { Sample, SourceRecord, TraceFragment } from '../core/formats/format.ts';
import { createMappedFormat } from '../core/formats/mapped.ts';
import { describeRows, rowsOfSample } from '../core/formats/mapped/mappable.ts';
import type { ColumnMap } from '../core/model/columnMap.ts';
import type { FactsConfig } from '../core/model/config.ts';
import type { Trace } from '../core/model/trace.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import type { Redactor } from '../core/redaction/redactor.ts';
import { UserError } from '../core/support/errors.ts';
import { assemble } from '../core/trajectory/assemble.ts';
import { factsConfigOf } from '../core/trajectory/facts.ts';
import { callsOf } from '../core/trajectory/observe.ts';
import { summarize } from '../core/trajectory/summarize.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { PreviewedRow } from '../protocol/importApi.ts';
import { emptyHeaderParts, headerOf, joinHeader } from '../store/merge.ts';
import { createCleaner } from './cleanSpans.ts';
import { unpack } from './containers/unpack.ts';
import type { EngineContext } from './context.ts';
import { diskFileOf } from './diskFile.ts';
import { firstRecords } from './firstRecords.ts';
import { missingFile } from './importSentences.ts';
import { unitOfFile } from './importUnits.ts';
import { unknownRows } from './mappableFile.ts';
import type { MapMemory } from './mapMemory.ts';
import { redactionRulesOf } from './redactionRules.ts';
import { openSource } from './source.ts';
import type { SourceFile } from './sourceFile.ts';
import { fileOnDisk } from './sourceFile.ts';

const mostRecords = 200;
const shownRows = 20;
const shownText = 2000;
const mostLeftOut = 20;

/** What the first rows of a file hold, and what they would become under a column map. Nothing is stored. */
export function createRowPreview({ workspace, config }: Pick<EngineContext, 'workspace' | 'config'>, memory: Pick<MapMemory, 'placeOf'>): Pick<EngineApi, 'previewRows'> {
  return {
    previewRows({ path, map: given }) {
      const redaction = redactionRulesOf(config());
      const factsConfig = factsConfigOf(config().facts);
      const file = fileAt(workspace.resolve(path), workspace.display, (sample) => unknownRows(sample, redaction).mappable !== undefined);
      const { shownAs } = unitOfFile(file);
      const source = openSource([file], shownAs, { warn() {} });
      try {
        const { records, more } = firstRecords(source, mostRecords);
        const sample: Sample = { ...source.sample, records };
        const rows = rowsOfSample(sample);
        if (rows.length === 0) throw new UserError('no-rows', `${shownAs} holds no rows with names and values: ${source.firstProblem?.message ?? source.trouble() ?? 'nothing in it is a map'}`, 'Export it as JSON lines, a JSON list, or CSV with a header.');
        const redactor = createRedactor(redaction);
        const { columns, guess } = describeRows(rows.map((row) => redactor.json(row)));
        const map = given ?? guess;
        const detected = detectFormat(sample);
        return {
          file: shownAs, disk: diskFileOf(file.path) ?? file.path, rows: rows.length, more, columns, guess, map, ...readAs(map, records, shownAs, redactor, factsConfig),
          known: detected ? { format: detected.format.id, title: detected.format.title, why: redactor.text(detected.why) } : null,
          remember: memory.placeOf(shownAs),
        };
      } finally {
        source.close();
      }
    },
  };
}

/** The file itself, or what is packed in it: the one that was named, else the first that a person could map. */
function fileAt(path: string, display: (path: string) => string, isMappable: (sample: Sample) => boolean): SourceFile {
  const disk = diskFileOf(path);
  if (disk === undefined) throw new UserError('no-such-file', missingFile(path), 'Import the file from where it is now.');
  const found: SourceFile[] = [];
  let trouble: string | undefined;
  for (const each of unpack(fileOnDisk(disk, display(disk), false))) {
    if ('open' in each) found.push(each);
    else if ('error' in each) trouble ??= each.error;
  }
  const [first, ...others] = found;
  const named = found.find((each) => each.path === path) ?? (others.length === 0 ? first : found.find((each) => sampled(each, isMappable)) ?? first);
  if (!named) throw new UserError('nothing-in-it', trouble ?? `Nothing that can be read is in ${path}.`, 'Unpack it and try one of the files inside.');
  return named;
}

function sampled(file: SourceFile, holds: (sample: Sample) => boolean): boolean {
  const source = openSource([file], file.shownAs, { warn() {} });
  try {
    return holds(source.sample);
  } finally {
    source.close();
  }
}

function readAs(map: ColumnMap, records: readonly SourceRecord[], file: string, redactor: Redactor, factsConfig: FactsConfig) {
  let warnings: { readonly line: number | null; readonly message: string }[] = [];
  const preview: PreviewedRow[] = [];
  const leftOut: { readonly line: number | null; readonly message: string }[] = [];
  const warn = (line: number | null, message: string): void => void warnings.push({ line, message: redactor.text(message) });
  if (Object.keys(map).length === 0) return { preview, leftOut };
  for (const fragment of createMappedFormat(map).read({ file, records }, { warn })) {
    // What was said of rows that became nothing is said of them; the rest of this one.
    leftOut.push(...warnings.filter(({ line }) => line !== fragment.record.line));
    const own = warnings.filter(({ line }) => line === fragment.record.line).map(({ message }) => message);
    warnings = [];
    preview.push(previewed(fragment, map, own, redactor, factsConfig));
    if (preview.length === shownRows) break;
  }
  // Of all rows together, the columns tell how many have them.
  leftOut.push(...warnings.filter(({ line }) => line !== null));
  return { preview, leftOut: leftOut.slice(0, mostLeftOut) };
}

function previewed({ nativeId, header, spans, record }: TraceFragment, map: ColumnMap, warnings: readonly string[], redactor: Redactor, factsConfig: FactsConfig): PreviewedRow {
  const cleaner = createCleaner(redactor, () => {});
  const { line } = record;
  const trace: Trace = {
    id: '', nativeId, format: 'mapped', file: '', sha256: '', header: headerOf(joinHeader(emptyHeaderParts, cleaner.header(header, true), true)),
    spans: spans.map((span) => cleaner.span(span, span.place ?? { file: '', line, offset: 0, length: 0 }, true)),
  };
  const assembled = assemble(trace.spans);
  const told = summarize(trace, { factsConfig, importedAt: '', warnings: 0 }, assembled);
  const root = trace.spans.find((span) => span.parentId === null);
  const cut = (text: string | null) => (text === null ? null : truncate(text, shownText).text);
  return {
    line, query: cut(told.query), answer: cut(told.answer), calls: callsOf(assembled).map(({ name, status }) => ({ name, status })),
    offered: told.toolsOffered, documents: told.documents, model: told.models[0] ?? null,
    inputTokens: told.inputTokens, outputTokens: told.outputTokens, costUsd: told.costUsd, latencyMs: told.latencyMs, startUs: told.startUs,
    id: map.id === undefined ? null : redactor.text(nativeId), name: told.name, session: told.sessionId, user: told.userId,
    feedback: told.feedback, error: root?.status === 'error' ? cut(root.statusMessage ?? 'error') : null, tags: trace.header.tags, warnings,
  };
}
