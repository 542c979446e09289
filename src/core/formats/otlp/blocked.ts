import type { Json } from '../../model/json.ts';
import { lookUp, wordOf } from '../jsonText.ts';
import type { Draft } from './draft.ts';

const refused = /^(?:den(?:y|ied)|reject(?:ed)?|block(?:ed)?|declined|refused|false|user_reject|guardrail_intervened)$/i;
const stops = (value: Json) => refused.test(typeof value === 'boolean' ? String(value) : wordOf(value));
const isTrue = (value: Json) => value === true || value === 'true';

/** Attributes by which instrumentations say that a call was not let through: guardrails, policies, people asked for approval. */
const marks: Readonly<Record<string, (value: Json) => boolean>> = {
  'casebook.blocked': isTrue,
  'guardrail.blocked': isTrue, 'guardrail.action': stops, 'gen_ai.guardrail.blocked': isTrue, 'gen_ai.guardrail.action': stops, 'gen_ai.guardrail.decision': stops,
  'gen_ai.security.decision.type': stops, 'gen_ai.tool.blocked': isTrue, 'tool.blocked': isTrue,
  'gen_ai.tool.approval.decision': stops, 'gen_ai.tool.approval.status': stops, 'gen_ai.tool.approved': stops,
  'tool.approval.decision': stops, 'tool.approval.status': stops, 'tool.approved': stops, 'approval.decision': stops, 'approval.status': stops, 'approval.granted': stops,
  'pxi.approval.decision': stops, 'tool_approval.decision': stops, decision: stops,
};

/** Whether the tool of this span was kept from running, or this guardrail kept something from happening. The attribute that says so stays readable. */
export function isBlocked(draft: Draft): boolean {
  if (draft.kind !== 'tool' && draft.kind !== 'guardrail') return false;
  for (const key in draft.attributes) {
    const says = lookUp(marks, key);
    if (says?.(draft.attributes[key] ?? null) === true) return true;
  }
  return false;
}
