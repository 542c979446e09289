import type { Span } from '../model/span.ts';

/** Set by a reader on a guardrail that did not let something through. */
export const blockedKey = 'casebook.blocked';

/** Ids of the tool steps that a guardrail right below them stopped: they were asked for and did not run. */
export function guardedTools(spans: readonly Span[]): ReadonlySet<string> {
  const stopped = new Set<string>();
  for (const { kind, parentId, attributes } of spans) if (kind === 'guardrail' && parentId !== null && attributes[blockedKey] === true) stopped.add(parentId);
  return stopped;
}

export function asBlocked(span: Span): Span {
  return span.tool === null || span.tool.status === 'blocked' ? span : { ...span, tool: { ...span.tool, status: 'blocked' } };
}
