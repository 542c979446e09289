/** The traces a page makes cases of, all of one workspace folder; `fromStep`: the first one begins there. */
export type MakeRef = { readonly folder: string; readonly traces: readonly string[]; readonly fromStep?: number };

/** The page keeps what its html named it by; see pageHtml and webview/vscodeApi.ts. Undefined for anything else. */
export function makeRefIn(state: unknown): MakeRef | undefined {
  const identity = typeof state === 'object' && state !== null && 'identity' in state ? state.identity : undefined;
  if (typeof identity !== 'object' || identity === null || !('folder' in identity) || !('traces' in identity)) return undefined;
  const { folder, traces } = identity;
  const named: readonly unknown[] = Array.isArray(traces) ? traces : [];
  return typeof folder === 'string' && named.length > 0 && named.every((each) => typeof each === 'string') ? { folder, traces: named } : undefined;
}

export const keyOfRef = ({ folder, traces }: MakeRef): string => [folder, ...traces.toSorted()].join('#');
