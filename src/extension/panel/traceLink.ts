/** The identity of the extension as links name it. */
const authority = 'casebook.casebook';

/**
 * Opens the trace in whatever window has it imported: an id comes of the run itself, so it is the same at a colleague's.
 * @param scheme of links to this editor, such as `vscode`
 */
export function traceLink(scheme: string, trace: string, step: number | undefined): string {
  return `${scheme}://${authority}/trace/${encodeURIComponent(trace)}${step === undefined ? '' : `?step=${step}`}`;
}

/** Undefined where it is no link to a trace. */
export function linkedTrace({ path, query }: { readonly path: string; readonly query: string }): { readonly trace: string; readonly step: number | undefined } | undefined {
  const trace = /^\/trace\/([^/]+)\/?$/u.exec(path)?.[1];
  if (trace === undefined) return undefined;
  const step = new URLSearchParams(query).get('step');
  return { trace, step: step !== null && /^[1-9]\d{0,8}$/u.test(step) ? Number(step) : undefined };
}
