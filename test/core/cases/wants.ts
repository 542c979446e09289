import { parse } from 'yaml';
import type { ValidationContext } from '../../../src/core/cases/context.ts';
import { classesInUse } from '../../../src/core/model/failureClass.ts';
import type { Recording } from '../../../src/core/model/recording.ts';

/** An expectation that stands on the line it concerns: `# want CB201 at="getOrdr" fix="Change to getOrder"`. */
export type Want = { readonly line: number; readonly code: string; readonly at: string | undefined; readonly fix: string | undefined };

const want = /#\s*want\s+((?:CB\d{3}\s*)+)(?:at="(.*?)"(?=\s|$))?\s*(?:fix="(.*?)"(?=\s|$))?/g;

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
  readonly now?: string;
  readonly targets?: string[]; readonly tools?: string[]; readonly roles?: string[]; readonly tags?: string[]; readonly owners?: string[]; readonly tiers?: string[]; readonly judges?: string[];
  readonly files?: readonly string[];
  readonly traces?: readonly string[];
  readonly recordings?: Readonly<Record<string, { readonly sha256?: string; readonly redacted?: readonly string[] }>>;
};

/** What the fixture's first line says that is known around the file: `# context: {targets: [faulty]}`. */
export function readContext(text: string): ValidationContext {
  const stated = (parse(/^# context: (.*)$/m.exec(text)?.[1] ?? '{}') ?? {}) as Stated;
  const { elsewhere, classes, now, files, traces, recordings, ...names } = stated;
  return {
    ...names,
    ...(elsewhere ? { idElsewhere: (id: string) => (elsewhere.includes(id) ? [{ file: 'other.case.yaml', range: { start: 4, end: 9 } }] : []) } : {}),
    ...(classes ? { classes: classesInUse(undefined) } : {}),
    ...(now ? { now: new Date(now) } : {}),
    ...(files ? { fileExists: (path: string) => files.includes(path) } : {}),
    ...(traces ? { knownTraces: new Set(traces) } : {}),
    ...(recordings ? { recording: (id: string) => (recordings[id] ? recordingOf(id, recordings[id]) : undefined) } : {}),
  };
}

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
