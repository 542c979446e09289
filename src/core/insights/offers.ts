import type { OfferedTool } from '../model/insights.ts';
import type { Span, ToolDefinition } from '../model/span.ts';
import type { Assembled } from '../trajectory/assemble.ts';
import type { Scopes } from '../trajectory/conversation/scopes.ts';
import type { RecordedCall } from './recordedCalls.ts';

/** What was offered when a call was asked for. `own`: the turn that asked for it says so itself. */
export type Offer = { readonly tools: ReadonlyMap<string, ToolDefinition>; readonly own: boolean };

export type Offers = {
  /** Null: no step says which tools were offered. Offers far from the call are not taken to lack a tool that any other had. */
  before(call: RecordedCall): Offer | null;
  /** Null: as above. */
  all(calls: readonly RecordedCall[]): readonly OfferedTool[] | null;
};

/** Which tools a model could choose from, by the turn, else the agent around it, else the latest turn before in its conversation. */
export function offersOf({ ordered }: Assembled, scopes: Scopes): Offers {
  const offering = ordered.flatMap((span, at) => (span.toolDefinitions === null ? [] : [at]));
  const place = new Map(ordered.map((span, at) => [span, at]));
  const named = new Map<readonly ToolDefinition[], ReadonlyMap<string, ToolDefinition>>();
  const toolsOf = ({ toolDefinitions }: Span): ReadonlyMap<string, ToolDefinition> => {
    const tools = named.get(toolDefinitions!) ?? new Map(toolDefinitions!.map((tool) => [tool.name, tool]));
    named.set(toolDefinitions!, tools);
    return tools;
  };
  let latest: readonly (number | undefined)[] | undefined;

  function nearest(at: number): Span | undefined {
    for (let above = scopes.parent[at]!; above >= 0; above = scopes.parent[above]!) if (ordered[above]!.toolDefinitions !== null) return ordered[above];
    latest ??= latestBefore(ordered, scopes.scope);
    const before = latest[at] ?? offering.findLast((each) => each <= at) ?? offering[0];
    return before === undefined ? undefined : ordered[before];
  }

  return {
    before({ issuer, at }) {
      if (offering.length === 0) return null;
      if (issuer !== null && issuer.toolDefinitions !== null) return { tools: toolsOf(issuer), own: true };
      const span = nearest((issuer && place.get(issuer)) ?? at);
      return span ? { tools: toolsOf(span), own: false } : null;
    },
    all(calls) {
      if (offering.length === 0) return null;
      const called = Map.groupBy(calls, (call) => call.name);
      const tools = new Map<string, string | null>();
      for (const at of offering) for (const { name, description } of ordered[at]!.toolDefinitions!) tools.set(name, description ?? tools.get(name) ?? null);
      return [...tools].map(([name, description]) => ({ name, description, calledAt: [...new Set((called.get(name) ?? []).map((call) => call.shownAt))] }));
    },
  };
}

/** For each step the latest one before it, in its conversation, that says which tools were offered. */
function latestBefore(ordered: readonly Span[], scope: readonly number[]): readonly (number | undefined)[] {
  const known = new Map<number, number>();
  return ordered.map((span, at) => {
    const before = known.get(scope[at]!);
    if (span.toolDefinitions !== null) known.set(scope[at]!, at);
    return before;
  });
}
