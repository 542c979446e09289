/** A run of a folder of this window. `folder` is the workspace folder's path. */
export type RunRef = { readonly folder: string; readonly run: string };

/** What a page kept of itself before a reload; undefined where it is no page of a run. */
export function runRefIn(state: unknown): RunRef | undefined {
  if (typeof state !== 'object' || state === null || !('folder' in state) || !('run' in state)) return undefined;
  return typeof state.folder === 'string' && typeof state.run === 'string' ? { folder: state.folder, run: state.run } : undefined;
}
