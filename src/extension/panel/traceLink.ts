import * as vscode from 'vscode';

/** The identity of the extension as links name it. */
const authority = 'casebook.casebook';

/** Opens the trace in whatever window has it imported: an id comes of the run itself, so it is the same at a colleague's. */
export function traceLink(trace: string, step: number | undefined): string {
  return `${vscode.env.uriScheme}://${authority}/trace/${encodeURIComponent(trace)}${step === undefined ? '' : `?step=${step}`}`;
}

/** Undefined where it is no link to a trace. */
export function linkedTrace({ path, query }: Pick<vscode.Uri, 'path' | 'query'>): { readonly trace: string; readonly step: number | undefined } | undefined {
  const trace = /^\/trace\/([^/]+)\/?$/u.exec(path)?.[1];
  if (trace === undefined) return undefined;
  const step = Number(new URLSearchParams(query).get('step') ?? NaN);
  return { trace: decodeURIComponent(trace), step: Number.isInteger(step) && step > 0 ? step : undefined };
}
