import type { Format, ReadReport } from '../core/formats/format.ts';
import type { FactsConfig, Price } from '../core/model/config.ts';
import { createPricing } from '../core/pricing/pricing.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import type { EncodedTrace } from '../store/encodedTrace.ts';
import { cleanName } from './cleanSpans.ts';
import type { ImportedTrace, PendingTrace } from './importTraces.ts';
import { importTrace, traceIdOf } from './importTraces.ts';
import type { LineBlock } from './lineBlocks.ts';
import { createPartReader } from './recordSource.ts';
import type { LinesEnd, OpenSource } from './source.ts';

/** What decides what becomes of a file's lines; crosses to another thread. */
export type BlockRules = {
  readonly path: string;
  readonly shownAs: string;
  readonly redaction: RedactionRules;
  readonly factsConfig: FactsConfig;
  readonly prices: Readonly<Record<string, Price>> | undefined;
  readonly importedAt: string;
  readonly settings: string;
  readonly reading: number;
};

/** A trace as these lines alone tell it. */
export type BlockTrace = { readonly id: string; readonly imported: ImportedTrace; readonly redactions: Readonly<Record<string, number>> | undefined; readonly cut: number };

export type BlockContent = {
  readonly encoded: readonly EncodedTrace[];
  /** Of the same traces, in the same order. */
  readonly traces: readonly BlockTrace[];
  /** Behind the last record. */
  readonly end: LinesEnd;
};

const nothingStored = { readRecords: () => undefined, readStored: () => undefined, readSummary: () => undefined, countsOf: () => undefined };

/**
 * Reads some lines of a file apart from the others, for a format whose records each say all they have to say. Undefined where they need
 * to be read with the others: not one whole value a line, or something is to be said of them.
 */
export function createBlockReader(format: Format, { path, shownAs, redaction, factsConfig, prices, importedAt, settings, reading }: BlockRules): (block: LineBlock) => BlockContent | undefined {
  const parts = createPartReader(path, shownAs);
  const pricing = createPricing(prices);
  const names = createRedactor(redaction);
  const files = new Set([shownAs]);
  const outdated = new Set<string>();

  /** By native id; undefined where these lines need the others. */
  function pendingIn(source: OpenSource, report: ReadReport, isOdd: () => boolean): Map<string, PendingTrace> | undefined {
    const pending = new Map<string, PendingTrace>();
    for (const { nativeId, ...rest } of format.read(source, report)) {
      // A secret in an id is counted where ids are counted.
      if (isOdd() || cleanName(names, nativeId) !== nativeId) return undefined;
      let trace = pending.get(nativeId);
      if (!trace) pending.set(nativeId, trace = { nativeId, parts: [] });
      const { line, offset, length } = rest.record;
      const { sha256, media } = source.bytesOf(rest.record);
      trace.parts.push({ fragment: { nativeId, ...rest }, record: { file: shownAs, line, offset, length, sha256, media, reading }, warnings: 0 });
    }
    return isOdd() || source.unfinished() ? undefined : pending;
  }

  function encode(trace: PendingTrace): { readonly encoded: EncodedTrace | undefined; readonly told: BlockTrace } {
    const id = traceIdOf(format.id, trace.nativeId);
    const redact = createRedactor(redaction);
    let cut = 0;
    const { encoded, ...imported } = importTrace({ store: nothingStored, format, redact, factsConfig, pricing, importedAt, settings, files, outdated, onCut: () => cut++ }, id, trace);
    return { encoded, told: { id, imported, redactions: Object.keys(redact.counts).length > 0 ? redact.counts : undefined, cut } };
  }

  return (block) => {
    let odd = false;
    const report = { warn() { odd = true; } };
    const source = parts.open(block, report);
    const pending = pendingIn(source, report, () => odd);
    const end = source.linesEnd();
    if (!pending || !end) return undefined;
    const traces: BlockTrace[] = [];
    const all: EncodedTrace[] = [];
    for (const [nativeId, trace] of pending) {
      // What was read of it is not kept alive while the others are encoded.
      pending.delete(nativeId);
      const { encoded, told } = encode(trace);
      if (encoded) all.push(encoded);
      traces.push(told);
    }
    return { encoded: all, traces, end };
  };
}
