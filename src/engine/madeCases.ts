import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from './workspace.ts';

/** Recordings name the trace they were taken from near their start. */
const headBytes = 4096;

/**
 * Which cases were made from which trace, by the recordings that lie beside them.
 * @returns case ids by trace id; the same map as long as no recording has changed
 */
export function createMadeCases(workspace: Workspace): () => ReadonlyMap<string, readonly string[]> {
  const traces = new Map<string, { readonly stamp: string; readonly trace: string | undefined }>();
  let folderStamp: string | undefined;
  let now: ReadonlyMap<string, readonly string[]> = new Map();

  return () => {
    const stat = statSync(workspace.recordings, { throwIfNoEntry: false });
    const stamp = stat && `${stat.mtimeMs} ${stat.ino}`;
    if (stamp === folderStamp) return now;
    folderStamp = stamp;
    const names = stat ? readdirSync(workspace.recordings).filter((name) => name.endsWith('.json')).sort() : [];
    for (const name of [...traces.keys()]) if (!names.includes(name)) traces.delete(name);
    for (const name of names) {
      const path = join(workspace.recordings, name);
      const file = statSync(path, { throwIfNoEntry: false });
      const fileStamp = file ? `${file.mtimeMs} ${file.size}` : '';
      if (file && traces.get(name)?.stamp !== fileStamp) traces.set(name, { stamp: fileStamp, trace: traceIn(path) });
    }
    const cases = new Map<string, string[]>();
    for (const [name, { trace }] of traces) if (trace !== undefined) cases.set(trace, [...(cases.get(trace) ?? []), name.slice(0, -'.json'.length)]);
    now = cases;
    return now;
  };
}

function traceIn(path: string): string | undefined {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    const length = readSync(fd, head, 0, headBytes, 0);
    return /"traceId":\s*"([^"\\]+)"/.exec(head.toString('utf8', 0, length))?.[1];
  } finally {
    closeSync(fd);
  }
}
