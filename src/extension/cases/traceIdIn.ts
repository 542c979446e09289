/** The trace id that a case's text, YAML or JSON, names as its source; undefined when it names none. */
export function traceIdIn(caseText: string): string | undefined {
  return /(?:^|[\s{,])["']?traceId["']?\s*:\s*["']?([^\s"',}#]+)/.exec(caseText)?.[1];
}

/** The same of a recording, which is JSON; undefined when it is not, since validation says what is wrong with it. */
export function traceIdOfRecording(text: string): string | undefined {
  try {
    const { source } = JSON.parse(text) as { readonly source?: { readonly traceId?: unknown } };
    return typeof source?.traceId === 'string' ? source.traceId : undefined;
  } catch {
    return undefined;
  }
}
