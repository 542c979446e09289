import { setKey } from '../jsonText.ts';
import type { Draft } from './draft.ts';

/** Adds what a second reading of a span found and the first did not. Token counts are taken whole: half of each would be a third thing. */
export function fillGaps(draft: Draft, other: Draft): void {
  draft.kind ??= other.kind;
  draft.model ??= other.model;
  draft.provider ??= other.provider;
  if (Object.keys(draft.rawUsage).length === 0) {
    draft.counts = other.counts;
    draft.rawUsage = other.rawUsage;
    draft.aggregate = other.aggregate;
  }
  draft.costUsd ??= other.costUsd;
  draft.finishReason ??= other.finishReason;
  const { name, callId, description } = draft.tool;
  draft.tool = { ...other.tool, ...draft.tool, name: name ?? other.tool.name, callId: callId ?? other.tool.callId, description: description ?? other.tool.description };
  draft.toolDefinitions ??= other.toolDefinitions;
  if (draft.system.length === 0 && !draft.input.some(({ role }) => role === 'system')) draft.system = other.system;
  if (draft.input.length === 0) draft.input = other.input;
  if (draft.output.length === 0) draft.output = other.output;
  if (draft.documents.length === 0) draft.documents = other.documents;
  draft.agent ??= other.agent;
  draft.sessionId ??= other.sessionId;
  draft.userId ??= other.userId;
  for (const [key, value] of Object.entries(other.attributes)) if (!Object.hasOwn(draft.attributes, key)) setKey(draft.attributes, key, value);
}
