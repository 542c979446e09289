import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { Config } from '../../src/core/model/config.ts';
import type { Recording } from '../../src/core/model/recording.ts';
import { Release } from '../../src/core/model/release.ts';
import type { CaseResult } from '../../src/core/model/result.ts';
import type { Trace } from '../../src/core/model/trace.ts';
import { silentLog } from '../../src/core/support/log.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { createWorkspace } from '../../src/engine/workspace.ts';
import type { LastResult } from '../../src/protocol/runApi.ts';
import { trialFrom, type TrialFixture } from '../core/evaluators/trials.ts';

/** A workspace folder of its own with an index in memory, gone when disposed. */
export class RunWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'casebook-run-'));
  readonly saved: CaseResult[] = [];
  readonly traces = new Map<string, Trace>();
  last: LastResult[] = [];
  readonly context: EngineContext;

  constructor() {
    const workspace = createWorkspace(this.folder, join(this.folder, 'elsewhere'));
    this.context = {
      workspace,
      index: {
        readTrace: (id) => this.traces.get(id),
        readSummary: () => undefined,
        labelOf: () => null,
        failingAmong: () => undefined,
        saveResults: (results) => void this.saved.push(...results),
        lastResults: () => this.last,
      },
      config: () => Config.parse(parse(workspace.read(workspace.configFile) ?? '{}')),
      release: () => Release.parse(parse(workspace.read(workspace.releaseFile) ?? '{}')),
      log: silentLog,
      now: () => new Date('2026-11-20T10:00:00Z'),
      version: '1.2.3',
    };
  }

  write(file: string, text: string): string {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  record(caseId: string, trial: TrialFixture, cuts: Recording['cuts'] = []): void {
    const recording: Recording = { casebook: 1, case: caseId, source: {}, messages: [], trial: trialFrom(trial), cuts };
    this.write(`casebook/recordings/${caseId}.json`, JSON.stringify(recording));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a call of the engine gets, with the progress it made. */
export function callContext<Progress>(signal = new AbortController().signal): { readonly signal: AbortSignal; progress(value: Progress): void; readonly seen: Progress[] } {
  const seen: Progress[] = [];
  return { signal, progress: (value) => void seen.push(value), seen };
}
