import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../src/engine/createEngine.ts';
import { createEngine } from '../src/engine/createEngine.ts';
import type { CallContext } from '../src/protocol/rpc.ts';

/** A folder for one measurement, gone afterwards. */
export function scratchFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'casebook-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const [built, source] = [new URL('./writer.mjs', import.meta.url), new URL('../src/store/writeThread.ts', import.meta.url)];
const writeThread = existsSync(built) ? built : source;

export function engineOn(folder: string): Engine {
  const say = (message: string) => console.error(message);
  return createEngine({ workspace: folder, fallbackStorage: join(folder, 'fallback'), writeThread, log: { info() {}, warn: say, error: say } });
}

export function quietly<Progress>(progress: (value: Progress) => void = () => {}): CallContext<Progress> {
  return { signal: new AbortController().signal, progress };
}
