import type { Json } from '../model/json.ts';
import { isJsonMap } from '../model/json.ts';
import { messageText } from '../model/message.ts';
import type { Message } from '../model/message.ts';
import type { Span } from '../model/span.ts';
import type { TrajectoryNote, TrajectoryStep } from '../model/trajectory.ts';
import { isFrameworkSpan } from './frameworkSpans.ts';
import { carriesOthers, isTransport } from './noise.ts';
import { notesOnSharedIds } from './sharedIds.ts';
import type { PlacedNode, SpanNode } from './tree.ts';
import { buildTree, walk } from './tree.ts';
import { joinCalls, sessionTurn, unknownTool } from './turns.ts';
import type { JoinedCalls } from './turns.ts';

/** A trace read once: everything that is told of it is told from here. */
export type Assembled = {
  readonly steps: readonly TrajectoryStep[];
  readonly notes: readonly TrajectoryNote[];
  /** Spans in reading order: `ordered[i]` is the span of `steps[i]`. */
  readonly ordered: readonly Span[];
  readonly joined: JoinedCalls;
};

/**
 * The spans of one trace as numbered steps in reading order. Spans of transports and frameworks are numbered after all others, so that
 * hiding them leaves no gaps in the numbers people quote.
 * @param details false: steps go without `detail`, for whoever does not show them
 */
export function assemble(spans: readonly Span[], details = true): Assembled {
  const { roots, notes } = buildTree(spans);
  notes.push(...notesOnSharedIds(spans));
  const order = walk(roots);
  const allGeneric = spans.every((span) => span.kind === 'other');
  const failed = (span: Span) => span.status === 'error' || span.tool?.status === 'error';
  const noise = new Set<SpanNode>();
  if (!allGeneric) for (const { node } of order) if (isTransport(node.span) || (!failed(node.span) && isFrameworkSpan(node.span, node.children.length > 0))) noise.add(node);

  const numbers = new Map<SpanNode, number>();
  for (const { node } of order) if (!noise.has(node)) numbers.set(node, numbers.size + 1);
  if (noise.size > 0) for (const { node } of order) if (noise.has(node)) numbers.set(node, numbers.size + 1);

  const failedBelow = new Set<SpanNode>();
  for (let at = order.length - 1; at >= 0; at--) {
    const { node, parent } = order[at]!;
    if (parent && (failed(node.span) || failedBelow.has(node))) failedBelow.add(parent);
  }
  const joined = joinCalls(spans);
  const asking = details ? askingSpans(joined) : undefined;
  const parallel = parallelGroups(order, joined);

  const repeated = repeatedCalls(order);

  const backwards = spans.filter(endsBeforeStart);
  if (backwards.length > 0) notes.push({ spanId: backwards[0]!.id, message: `${backwards.length === 1 ? `${backwards[0]!.name} ends` : `${backwards.length} steps end`} before the start; the end is left out.` });

  const steps = order.map(({ node, depth, parent }): TrajectoryStep => {
    const { span } = node;
    const ends = span.endUs !== null && (span.startUs === null || span.endUs >= span.startUs);
    return {
      n: numbers.get(node)!, spanId: span.id, parent: parent ? numbers.get(parent)! : null, depth, children: node.children.length,
      kind: span.kind, name: nameOf(span, joined), detail: asking ? detailOf(span, asking.has(span.id)) : null,
      startUs: span.startUs, endUs: ends ? span.endUs : null,
      inputTokens: repeated.get(node)?.inputTokens ?? span.usage?.input ?? null, outputTokens: repeated.get(node)?.outputTokens ?? span.usage?.output ?? null, costUsd: repeated.get(node)?.costUsd ?? span.cost?.usd ?? null,
      failed: failed(span), failedBelow: failedBelow.has(node), blocked: span.tool?.status === 'blocked',
      error: failed(span) ? errorOf(span) : null, noise: noise.has(node), ...(failed(span) && !allGeneric && carriesOthers(span) ? { failedTransport: true } : {}), synthetic: span.synthetic, parallel: parallel.get(span.id) ?? null,
    };
  });
  return { steps, notes, ordered: order.map(({ node }) => node.span), joined };
}

function endsBeforeStart({ startUs, endUs }: Span): boolean {
  return startUs !== null && endUs !== null && endUs < startUs;
}

/** Ids of the spans that asked for tool calls of the run. */
function askingSpans({ issuedBy, unanswered }: JoinedCalls): ReadonlySet<string> {
  const asking = new Set<string>();
  for (const call of issuedBy.values()) asking.add(call.span.id);
  for (const call of unanswered) asking.add(call.span.id);
  return asking;
}

/** As the model asked for it, where the step itself does not know. */
function nameOf({ name, tool, id }: Span, { issuedBy }: JoinedCalls): string {
  if (tool === null) return name;
  return tool.name === unknownTool ? (issuedBy.get(id)?.part.name ?? tool.name) : tool.name;
}

type Used = Pick<TrajectoryStep, 'costUsd' | 'inputTokens' | 'outputTokens'>;

/** What the calls below used, for each model call that only repeats them; another account of its own would contradict theirs. */
function repeatedCalls(order: readonly PlacedNode[]): ReadonlyMap<SpanNode, Used> {
  const below = new Map<SpanNode, Used>();
  if (!order.some(({ node: { span } }) => span.kind === 'llm' && !span.counted)) return below;
  const add = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);
  for (const { node, parent } of order.toReversed()) {
    const { kind, counted, usage, cost } = node.span;
    const own = kind === 'llm' && counted ? { costUsd: cost?.usd ?? null, inputTokens: usage?.input ?? null, outputTokens: usage?.output ?? null } : below.get(node);
    if (parent === null || own === undefined || kind === 'tool' || kind === 'agent') continue;
    const sum = below.get(parent);
    below.set(parent, { costUsd: add(sum?.costUsd ?? null, own.costUsd), inputTokens: add(sum?.inputTokens ?? null, own.inputTokens), outputTokens: add(sum?.outputTokens ?? null, own.outputTokens) });
  }
  return new Map([...below].filter(([{ span }]) => span.kind === 'llm' && !span.counted));
}

/** Tool and retrieval steps that one model turn asked for, or that overlap in time under one parent. */
function parallelGroups(order: readonly PlacedNode[], { issuedBy }: JoinedCalls): Map<string, number> {
  const groups = new Map<string, number>();
  const byTurn = new Map<Message, string[]>();
  for (const [spanId, { together, message }] of issuedBy) {
    if (together < 2) continue;
    const members = byTurn.get(message);
    if (members) members.push(spanId);
    else byTurn.set(message, [spanId]);
  }
  let group = 0;
  for (const members of byTurn.values()) {
    if (members.length < 2) continue;
    group++;
    for (const spanId of members) groups.set(spanId, group);
  }

  function overlapping(siblings: readonly SpanNode[]): void {
    let latest: Span | null = null;
    for (const { span } of siblings) {
      if (span.kind !== 'tool' && span.kind !== 'retrieval') continue;
      if (latest && span.startUs !== null && latest.endUs !== null && span.startUs < latest.endUs) {
        const joined = groups.get(latest.id) ?? ++group;
        groups.set(latest.id, joined);
        if (!groups.has(span.id)) groups.set(span.id, joined);
      }
      if (!latest || (span.endUs ?? 0) >= (latest.endUs ?? 0)) latest = span;
    }
  }

  const tops: SpanNode[] = [];
  for (const { node } of order) if (node.span.parentId === null) tops.push(node);
  overlapping(tops);
  for (const { node } of order) if (node.children.length > 1) overlapping(node.children);
  return groups;
}

export function errorOf(span: Span): string | null {
  if (span.statusMessage) return span.statusMessage;
  const exception = span.events.find((event) => event.name === 'exception');
  const message = exception?.attributes['exception.message'] ?? exception?.attributes['exception.type'] ?? span.attributes['error.type'];
  if (typeof message === 'string') return message;
  const result = span.tool?.result;
  if (typeof result === 'string') return clip(result, 200);
  if (isJsonMap(result) && typeof result['error'] === 'string') return clip(result['error'], 200);
  return null;
}

/** @param asks whether tool calls of the run were asked for here */
function detailOf(span: Span, asks: boolean): string | null {
  if (span.documents.length > 0) return span.documents.length === 1 ? '1 document' : `${span.documents.length} documents`;
  if (span.tool) return span.tool.arguments === undefined ? null : argumentsPreview(span.tool.arguments);
  // A chain's state holds the calls that a turn asked for; only the turn asks.
  const calls = span.kind === 'other' && !asks ? [] : span.output.flatMap((message) => message.parts.filter((part) => part.type === 'toolCall'));
  if (calls.length > 0) return calls.length === 1 ? '1 call requested' : `${calls.length} calls requested`;
  if (span.kind === 'llm') {
    const text = span.output.map(messageText).join(' ').trim();
    return text === '' ? null : clip(text, 120);
  }
  if (span.kind === 'agent' && span.synthetic && span.name === sessionTurn) {
    const asked = span.input.filter(({ role }) => role === 'user').map(messageText).join(' ').trim();
    return asked === '' ? null : `“${clip(asked, 120)}”`;
  }
  return null;
}

/** Arguments on one line: `orderId: "12345", limit: 10`. */
export function argumentsPreview(value: Json): string {
  if (!isJsonMap(value)) return clip(JSON.stringify(value), 120);
  return clip(Object.entries(value).map(([key, each]) => `${key}: ${JSON.stringify(each)}`).join(', '), 120);
}

function clip(text: string, length: number): string {
  const line = text.slice(0, length * 4).replace(/\s+/g, ' ');
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
