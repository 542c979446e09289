import { documentTitle } from '../display/documentTitle.ts';
import type { ValueSource } from '../model/insights.ts';
import type { Json, JsonMap } from '../model/json.ts';
import type { Message } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';
import type { Slices } from '../support/slices.ts';
import { modelTurns } from '../trajectory/turns.ts';
import { knownBy } from './knownBy.ts';

/**
 * A text that a run had at hand: what tools and documents said, what it was told, what it sent. `order` grows with reading order; a text that
 * a model said stands on what is at or before its own.
 */
export type Evidence = { readonly order: number; readonly source: ValueSource; readonly value: Json };

/** What a step was given stands before what it said. */
export const orderOfInput = (at: number): number => at * 2;
export const orderOfOutput = (at: number): number => at * 2 + 1;

/** Steps that are gone through without a pause. */
const aSlice = 1000;

/** All of it, in order. A message that is sent again, as a history, counts where it was first. */
export function* evidenceOf(assembled: Assembled, scopes: Pick<Scopes, 'last'>): Slices<readonly Evidence[]> {
  const { ordered, steps, joined } = assembled;
  const turns = new Set(modelTurns(ordered));
  const found: Evidence[] = [];
  const read = new Set<Message>();
  const told = { system: new Set<string>(), user: new Set<string>(), assistant: new Set<string>(), tool: new Set<string>() };
  const calls = new Set<string>();
  const resultsRun = new Set<string>();
  const saidHere = new Set<string>();
  for (const [at, span] of ordered.entries()) {
    if (at % aSlice === aSlice - 1) yield;
    const callId = span.tool?.callId ?? joined.issuedBy.get(span.id)?.part.id ?? null;
    if (callId !== null && span.tool?.result !== undefined) resultsRun.add(callId);
    if (callId !== null && span.tool?.arguments !== undefined) calls.add(callId);
    if (span.kind === 'llm') for (const message of span.output) for (const part of message.parts) if (part.type === 'toolCall' && part.id !== null) calls.add(part.id);
    if (span.kind === 'llm' || span.kind === 'agent') for (const message of span.output) for (const part of message.parts) if (part.type === 'text') saidHere.add(part.text);
  }
  const hasModelBelow = modelsBelow(ordered, steps);

  function add(order: number, n: number, where: ValueSource['in'], value: Json, document: string | null = null): void {
    found.push({ order, source: { step: n, in: where, document }, value });
  }
  function once(key: string, known: Set<string>): boolean {
    if (known.has(key)) return false;
    known.add(key);
    return true;
  }
  function hear(message: Message, order: number, n: number): void {
    if (read.has(message)) return;
    read.add(message);
    for (const part of message.parts) {
      if (part.type === 'text') {
        if ((message.role !== 'assistant' || !saidHere.has(part.text)) && once(part.text, told[message.role])) add(order, n, roles[message.role], part.text);
      } else if (part.type === 'toolResult') {
        if (part.callId !== null && !once(part.callId, resultsRun)) continue;
        add(order, n, 'result', part.result);
      } else if (part.type === 'toolCall') {
        if (part.arguments !== undefined && (part.id === null || once(part.id, calls))) add(order, n, 'arguments', part.arguments);
      } else if (part.type === 'other') add(order, n, roles[message.role], part.value);
    }
  }

  for (const [at, span] of ordered.entries()) {
    if (at % aSlice === 0) yield;
    const { n } = steps[at]!;
    const input = orderOfInput(at);
    const output = orderOfOutput(at);
    for (const message of span.input) hear(message, input, n);
    for (const tool of span.toolDefinitions ?? []) if (tool.description !== null && once(tool.description, told.system)) add(input, n, 'system', [tool.description, ...(tool.schema ? [tool.schema] : [])]);
    if (span.tool) {
      const args = span.tool.arguments ?? span.tool.argumentsText;
      if (args !== undefined) add(input, n, 'arguments', args);
      if (span.tool.result !== undefined) add(output, n, 'result', span.tool.result);
    }
    for (const [index, document] of span.documents.entries()) add(output, n, 'document', [document.content, document.id, document.source, document.updatedAt, document.version, document.metadata], documentTitle(document, index + 1));
    // What a message says does not stand on what the same message sends.
    if (turns.has(span)) for (const { parts } of span.output) for (const part of parts) if (part.type === 'toolCall' && part.arguments !== undefined) add(orderOfInput(knownBy(assembled, scopes, at) + 1), n, 'arguments', part.arguments);
    if (saysItself(span) && !hasModelBelow[at]) for (const { parts } of span.output) for (const part of parts) if (part.type === 'text' || part.type === 'other') add(output, n, 'result', part.type === 'text' ? part.text : part.value);
  }
  return found.sort((a, b) => a.order - b.order);
}

/** An assistant's words of before the run are a history that the run was told. */
const roles = { system: 'system', user: 'user', assistant: 'user', tool: 'result' } as const;

/** Steps of plain code, and searches, have what they found in their output. */
const saysItself = ({ kind, tool, documents }: Span): boolean => (kind === 'other' || kind === 'retrieval' || kind === 'tool') && tool?.result === undefined && documents.length === 0;

/** What lies around a model call has its words. */
function modelsBelow(ordered: readonly Span[], steps: Assembled['steps']): readonly boolean[] {
  const place = new Map(steps.map((step, at) => [step.n, at]));
  const below = ordered.map(() => false);
  for (let at = steps.length - 1; at >= 0; at--) {
    const parent = steps[at]!.parent;
    const above = parent === null ? undefined : place.get(parent);
    if (above !== undefined && (below[at] || ordered[at]!.kind === 'llm' || ordered[at]!.kind === 'agent')) below[above] = true;
  }
  return below;
}

function hasDigit(key: string): boolean {
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}

/** Texts and numbers anywhere in a value, and the names under which they stand where those hold digits. */
export function eachLeaf(value: Json | undefined, found: (leaf: string | number) => void): void {
  if (typeof value === 'string' || typeof value === 'number') found(value);
  else if (Array.isArray(value)) for (const each of value as readonly Json[]) eachLeaf(each, found);
  else if (typeof value === 'object' && value !== null) {
    // Of a JSON value all keys are its own.
    for (const key in value as JsonMap) {
      if (hasDigit(key)) found(key);
      eachLeaf((value as JsonMap)[key], found);
    }
  }
}
