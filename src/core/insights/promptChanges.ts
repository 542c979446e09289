import { callSettings } from '../display/callSettings.ts';
import { canonicalJson } from '../evaluators/canonical.ts';
import type { PromptChange, PromptChanges } from '../model/insights.ts';
import type { Message } from '../model/message.ts';
import type { Span, ToolDefinition } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import { scopesOf } from '../trajectory/conversation/scopes.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';
import { alignMessages, isSameMessage } from './alignMessages.ts';
import { messageAsRead } from './messageAsRead.ts';

/** What the prompt at a step has that the one before it in its conversation had not. Undefined when there is no such step. */
export function promptChangesOf(assembled: Assembled, n: number): PromptChanges | undefined {
  const { ordered, steps } = assembled;
  const asked = steps.findIndex((step) => step.n === n);
  if (asked < 0) return undefined;
  const scopes = scopesOf(assembled);
  const at = callAt(assembled, asked, scopes);
  if (at === null) return { ...nothing, n: null };
  const span = ordered[at]!;
  const earlier = callBefore(assembled, at, scopes);
  if (earlier === null) return { ...nothing, n: steps[at]!.n };
  const before = ordered[earlier]!;
  return { n: steps[at]!.n, before: steps[earlier]!.n, messages: tellsOnlyNews(before, span) ? newsSince(assembled, earlier, at, scopes) : messageChanges(before.input, span.input), tools: toolChanges(before.toolDefinitions, span.toolDefinitions), settings: settingChanges(before, span) };
}

const nothing = { before: null, messages: [], tools: { added: [], removed: [], changed: [] }, settings: [] } as const satisfies Omit<PromptChanges, 'n'>;

/** The model call whose prompt is meant at a step: itself, the one that asked for it, else the last one before it in its conversation or those around. */
function callAt({ ordered, joined }: Assembled, asked: number, { scope }: Scopes): number | null {
  if (ordered[asked]!.kind === 'llm') return asked;
  const issuer = joined.issuedBy.get(ordered[asked]!.id)?.span;
  if (issuer?.kind === 'llm') return ordered.indexOf(issuer);
  for (let here = asked; here >= 0; here = scope[here]!) {
    for (let at = here - 1; at >= 0; at--) if (ordered[at]!.kind === 'llm' && scope[at] === scope[here]) return at;
  }
  return null;
}

/** How many calls before it are looked at, of its conversation and of others. */
const mostBefore = 30;

/** The call before it that its prompt goes on from: of its conversation, or of another one whose whole prompt it repeats. */
function callBefore(assembled: Assembled, at: number, scopes: Scopes): number | null {
  const { ordered } = assembled;
  const { scope, parent } = scopes;
  const span = ordered[at]!;
  // A log has with each call only what is new.
  if (span.synthetic) return latestBefore(assembled, at, scopes);
  const around = new Set<number>();
  for (let each = parent[at]!; each >= 0; each = parent[each]!) around.add(each);
  const said = toldIn(span);
  let best: { readonly at: number; readonly rank: readonly number[] } | null = null;
  for (let each = at - 1, own = 0, others = 0; each >= 0 && own < mostBefore; each--) {
    const other = ordered[each]!;
    if (other.kind !== 'llm' || (!other.counted && span.counted) || around.has(each)) continue;
    const isOwn = scope[each] === scope[at];
    if (isOwn) own++;
    else if (++others > mostBefore) continue;
    const before = toldIn(other);
    const shared = sharedBeginning(before, said);
    if (!isOwn && (shared === 0 || shared < before.length || shared === said.length)) continue;
    // Of a call in two spans the outer is compared with an outer.
    const rank = [Number(other.counted === span.counted), shared, Number(isOwn), Number(instructionsOf(other) === instructionsOf(span))];
    if (best === null || isHigher(rank, best.rank)) best = { at: each, rank };
  }
  return best?.at ?? null;
}

const toldIn = ({ input }: Span): readonly Message[] => input.filter(({ role }) => role !== 'system');

function sharedBeginning(before: readonly Message[], after: readonly Message[]): number {
  let shared = 0;
  while (shared < before.length && shared < after.length && isSameMessage(before[shared]!, after[shared]!)) shared++;
  return shared;
}

function isHigher(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((each, place) => each !== other[place]);
  return at >= 0 && one[at]! > other[at]!;
}

/** The latest call before it in the same conversation; one with the same system prompt rather than another agent's. */
function latestBefore({ ordered }: Assembled, at: number, { scope }: Scopes): number | null {
  const span = ordered[at]!;
  let latest: number | null = null;
  for (let each = at - 1; each >= 0; each--) {
    const other = ordered[each]!;
    if (other.kind !== 'llm' || scope[each] !== scope[at]) continue;
    latest ??= each;
    if (instructionsOf(other) === instructionsOf(span)) return each;
    if (latest - each > 200) break;
  }
  return latest;
}

const instructionsOf = ({ input }: Span): string => input.filter(({ role }) => role === 'system').map((message) => messageAsRead(message).slice(0, 200)).join('\n');

/** A log has with each call what came since the one before; what was said until then was sent again all the same. */
const tellsOnlyNews = (before: Span, span: Span): boolean => before.synthetic && span.synthetic && !span.input.some(({ role }) => role === 'assistant');

function newsSince({ ordered }: Assembled, earlier: number, at: number, { scope }: Scopes): PromptChanges['messages'] {
  let same = ordered[earlier]!.input.length;
  for (const [each, { kind, input, output }] of ordered.slice(0, earlier).entries()) if (kind === 'llm' && scope[each] === scope[at]) same += input.length + output.length;
  const added = [...ordered[earlier]!.output, ...ordered[at]!.input].map((message): PromptChange => ({ change: 'added', ...whoseOf(message), before: null, after: messageAsRead(message) }));
  return same > 0 ? [{ change: 'same', count: same }, ...added] : added;
}

function messageChanges(before: readonly Message[], after: readonly Message[]): PromptChanges['messages'] {
  const changes: (PromptChange | { readonly change: 'same'; readonly count: number })[] = [];
  let same = 0;
  const tell = (change: PromptChange): void => {
    if (same > 0) changes.push({ change: 'same', count: same });
    same = 0;
    changes.push(change);
  };
  for (const { from, to } of alignMessages(before, after)) {
    if (from && to && isSameMessage(from, to)) same++;
    else if (from && to) tell({ change: 'changed', ...whoseOf(to), before: messageAsRead(from), after: messageAsRead(to) });
    else if (to) tell({ change: 'added', ...whoseOf(to), before: null, after: messageAsRead(to) });
    else if (from) tell({ change: 'removed', ...whoseOf(from), before: messageAsRead(from), after: null });
  }
  if (same > 0) changes.push({ change: 'same', count: same });
  return changes;
}

const whoseOf = ({ role, name, parts }: Message): Pick<PromptChange, 'role' | 'name'> => ({ role, name: name ?? (role === 'tool' ? (parts.find((part) => part.type === 'toolResult')?.name ?? null) : null) });

function toolChanges(before: readonly ToolDefinition[] | null, after: readonly ToolDefinition[] | null): PromptChanges['tools'] {
  if (before === null || after === null || before === after) return { added: [], removed: [], changed: [] };
  const had = new Map(before.map((tool) => [tool.name, tool]));
  const has = new Map(after.map((tool) => [tool.name, tool]));
  return {
    added: [...has.keys()].filter((name) => !had.has(name)),
    removed: [...had.keys()].filter((name) => !has.has(name)),
    changed: [...has].filter(([name, tool]) => had.has(name) && canonicalJson(had.get(name)) !== canonicalJson(tool)).map(([name]) => name),
  };
}

function settingChanges(before: Span, after: Span): PromptChanges['settings'] {
  const had = settingsOf(before);
  const has = settingsOf(after);
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((name) => {
    const [from, to] = [had.get(name) ?? null, has.get(name) ?? null];
    return from === to ? [] : [{ name, before: from, after: to }];
  });
}

function settingsOf({ model, provider, attributes }: Span): ReadonlyMap<string, string> {
  const known = [['model', model], ['provider', provider]] as const;
  return new Map([...known.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])), ...callSettings({ attributes })]);
}
