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

const program = (built: string, source: string) => [new URL(built, import.meta.url), new URL(source, import.meta.url)].find((each) => existsSync(each));
const writeThread = program('./writer.mjs', '../src/store/writeThread.ts');
const readThread = program('./reader.mjs', '../src/engine/readThread.ts');

export function engineOn(folder: string): Engine {
  const say = (message: string) => console.error(message);
  return createEngine({ workspace: folder, fallbackStorage: join(folder, 'fallback'), writeThread, readThread, log: { info() {}, warn: say, error: say } });
}

export function quietly<Progress>(progress: (value: Progress) => void = () => {}): CallContext<Progress> {
  return { signal: new AbortController().signal, progress };
}
