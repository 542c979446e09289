import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Trace } from '../../src/core/model/trace.ts';
import type { CreateEngineOptions, Engine } from '../../src/engine/createEngine.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import type { ImportProgress, ImportReport } from '../../src/protocol/importApi.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { openStore } from '../../src/store/openStore.ts';

/** A call that nobody cancels and nobody watches. */
export const call: CallContext<never> = { signal: new AbortController().signal, progress() {} };

/** A workspace folder that is gone when the test ends, with an engine on it that is made when it is first asked for. */
export class TemporaryWorkspace implements Disposable {
  readonly folder: string;
  readonly logged: string[] = [];
  #engine: Engine | undefined;
  readonly #more: Partial<CreateEngineOptions>;

  constructor({ folder, ...more }: { folder?: string } & Partial<CreateEngineOptions> = {}) {
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'casebook-engine-'));
    this.#more = more;
  }

  get engine(): Engine {
    const log = (level: string) => (message: string) => void this.logged.push(`${level}: ${message}`);
    this.#engine ??= createEngine({ workspace: this.folder, fallbackStorage: this.path('fallback'), log: { info: log('info'), warn: log('warn'), error: log('error') }, now: () => new Date('2026-11-20T10:00:00Z'), ...this.#more });
    return this.#engine;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  write(name: string, content: string | Uint8Array): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  async import(...names: string[]): Promise<ImportReport> {
    return this.engine.importFiles({ paths: names.map((name) => this.path(name)) }, call as CallContext<ImportProgress>);
  }

  /** Lets go of the index, as the end of the process would; the next call opens it again. */
  restart(): void {
    this.#engine?.close();
    this.#engine = undefined;
  }

  /** Every stored trace in full, by native id. */
  stored(): readonly Trace[] {
    this.restart();
    const store = openStore({ folder: this.path('.casebook'), log: { info() {}, warn() {}, error() {} } });
    try {
      const { traces } = store.list({});
      return traces.flatMap(({ id }) => store.readTrace(id) ?? []).sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1));
    } finally {
      store.close();
    }
  }

  [Symbol.dispose](): void {
    this.restart();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
