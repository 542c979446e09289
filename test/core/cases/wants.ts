import { parse } from 'yaml';
import type { ValidationContext } from '../../../src/core/cases/context.ts';
import type { SeenTool } from '../../../src/core/model/catalogue.ts';
import { classesInUse } from '../../../src/core/model/failureClass.ts';
import type { FailureClass } from '../../../src/core/model/failureClass.ts';
import type { Json, JsonMap } from '../../../src/core/model/json.ts';
import type { Recording } from '../../../src/core/model/recording.ts';

/** An expectation that stands on the line it concerns: `# want CB201 at="getOrdr" fix="Change to getOrder"`. */
export type Want = { readonly line: number; readonly code: string; readonly at: string | undefined; readonly fix: string | undefined };

const want = /#\s*want\s+((?:C[BT]\d{3}\s*)+)(?:at="(.*?)"(?=\s|$))?\s*(?:fix="(.*?)"(?=\s|$))?/g;

/** The text without its wants, and the wants. */
export function readWants(text: string): { readonly text: string; readonly wants: readonly Want[] } {
  const wants: Want[] = [];
  const lines = text.split('\n').map((line, index) => {
    for (const [, codes = '', at, fix] of line.matchAll(want)) for (const code of codes.trim().split(/\s+/)) wants.push({ line: index + 1, code, at, fix });
    return line.replace(/\s*#\s*want\s.*$/, '');
  });
  return { text: lines.join('\n'), wants };
}

type Stated = {
  readonly elsewhere?: readonly string[];
  readonly classes?: boolean;
  readonly formerClasses?: readonly FailureClass[];
  readonly now?: string;
  readonly targets?: string[]; readonly tools?: string[]; readonly roles?: string[]; readonly tags?: string[]; readonly owners?: string[]; readonly tiers?: string[]; readonly judges?: string[]; readonly calibratedJudges?: string[]; readonly recordedTargets?: string[]; readonly defaultTarget?: string; readonly blockers?: string[];
  /** What the tier of the fixture asks of each metric. */
  readonly thresholds?: Readonly<Record<string, Json>>;
  readonly toolSchemas?: Readonly<Record<string, JsonMap>>;
  /** Schemas of tools that traces showed; null where they showed none. */
  readonly seenTools?: Readonly<Record<string, JsonMap | null>>;
  readonly documents?: readonly string[];
  readonly seenDocuments?: readonly string[];
  readonly hashes?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly traces?: readonly string[];
  readonly recordings?: Readonly<Record<string, { readonly sha256?: string; readonly redacted?: readonly string[] }>>;
};

/** What the fixture's first line says that is known around the file: `# context: {targets: [faulty]}`. */
export function readContext(text: string): ValidationContext {
  const stated = (parse(/^# context: (.*)$/m.exec(text)?.[1] ?? '{}') ?? {}) as Stated;
  const { elsewhere, classes, now, files, traces, recordings, thresholds, toolSchemas, seenTools, documents, seenDocuments, hashes, ...names } = stated;
  return {
    ...names,
    ...(elsewhere ? { idElsewhere: (id: string) => (elsewhere.includes(id) ? [{ file: 'other.case.yaml', range: { start: 4, end: 9 } }] : []) } : {}),
    ...(classes ? { classes: classesInUse(undefined) } : {}),
    ...(now ? { now: new Date(now) } : {}),
    ...(thresholds ? { thresholdsOf: () => thresholds } : {}),
    ...(toolSchemas ? { toolSchemas: new Map(Object.entries(toolSchemas)) } : {}),
    ...(seenTools ? { seenTools: new Map(Object.entries(seenTools).map(([name, schema]) => [name, seenTool(name, schema)])) } : {}),
    ...(documents ? { documents: new Set(documents) } : {}),
    ...(seenDocuments ? { seenDocuments: new Set(seenDocuments) } : {}),
    ...(hashes ? { traceSha256: (id: string) => hashes[id] } : {}),
    ...(files ? { fileExists: (path: string) => files.includes(path) } : {}),
    ...(traces ? { knownTraces: new Set(traces) } : {}),
    ...(recordings ? { recording: (id: string) => (recordings[id] ? recordingOf(id, recordings[id]) : undefined) } : {}),
  };
}

const seenTool = (name: string, schema: JsonMap | null): SeenTool => ({ name, calls: 1, failed: 0, traces: 1, lastUs: null, description: null, schema, arguments: [], lastResult: null });

export function recordingOf(id: string, { sha256, redacted = [] }: { readonly sha256?: string; readonly redacted?: readonly string[] } = {}): Recording {
  return {
    casebook: 1, case: id, source: { traceId: 'tr_known', ...(sha256 ? { sha256 } : {}) }, messages: [{ role: 'user', content: 'q' }], cuts: [],
    trial: {
      calls: [{ name: 'searchOrders', args: { query: '12345' }, index: 0, groupId: null, status: 'ok', result: { found: [] }, startUs: null, endUs: null, spanId: null, step: 2 }],
      output: 'It was delivered.', retrieved: null, citations: null, state: null, approvals: null, escalated: null, terminal: 'finished', fallback: null, latencyMs: 900, costUsd: null, tokens: null, turns: 2, feedback: null,
      redacted: [...redacted],
    },
  };
}
