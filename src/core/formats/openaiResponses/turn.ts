import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import type { RecordPlace, Span } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import type { CallPart, ResultPart } from '../content/parts.ts';
import { readResponsesItems } from '../content/responsesItems.ts';
import { withContent } from '../content/stepContent.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText, textOf } from '../jsonText.ts';
import { readSeconds } from '../values/times.ts';
import { readUsage } from '../values/tokenUsage.ts';
import type { Exchange } from './exchange.ts';

/** A call that a response of these records asked for. */
export type IssuedCall = { readonly part: CallPart; readonly trace: string; readonly turn: string };

const keys = { input: 'request', output: 'response' } as const;

/** The model call of one exchange, and the calls of tools at the provider, which ran within it. `previous`: the call it goes on from. */
export function turnSpans(exchange: Exchange, id: string, previous: string | null, place: RecordPlace): { readonly spans: readonly Span[]; readonly calls: readonly CallPart[] } {
  const { kind, request, response, rest } = exchange;
  const startUs = readSeconds(response['created_at'] ?? response['created']) || null;
  const endUs = readSeconds(response['completed_at']) || null;
  const error = response['error'] ?? rest['error'];
  const failed = (error !== undefined && error !== null) || response['status'] === 'failed';
  const incomplete = isJsonMap(response['incomplete_details']) ? firstText(response['incomplete_details'], 'reason') : null;
  const { usage, tools, instructions, output, id: _, object: __, created_at, created, completed_at, error: ___, metadata, conversation, user, ...about } = response;
  const offered = tools ?? request['tools'];
  const told = instructions ?? request['instructions'];
  const asked = { ...Object.fromEntries(Object.entries(request).filter(([key]) => key !== 'instructions' && key !== 'metadata' && key !== 'tools')), ...(told === undefined || told === null ? {} : { instructions: told }) };

  const span: Span = {
    ...emptySpan(id, 0, kind === 'response' ? 'response' : 'completion'), kind: 'llm', place, startUs, endUs, status: failed ? 'error' : 'ok', statusMessage: !failed ? null : isJsonMap(error) ? (firstText(error, 'message', 'code') ?? JSON.stringify(error)) : textOf(error),
    model: firstText(response, 'model') ?? firstText(request, 'model'), provider: 'openai', finishReason: incomplete ?? (kind === 'response' ? textOf(response['status']) : null),
    usage: isJsonMap(usage) ? readUsage(usage) : null, toolDefinitions: offered === undefined || offered === null ? null : readToolDefinitions(offered),
    attributes: { ...(previous === null ? {} : { previous_response_id: previous }), ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)) },
  };
  const said = kind === 'response' && Array.isArray(output) ? readResponsesItems(output as readonly Json[]).messages : [];
  const read = withContent(span, { input: asked, output: kind === 'response' ? withoutNothing(about) : { ...about } }, keys);
  const whole: Span = kind === 'response' ? { ...read, output: said } : read;
  const calls = whole.output.flatMap(({ parts }) => parts).filter((part) => part.type === 'toolCall');
  return { spans: [whole, ...toolSpans(whole.output.flatMap(({ parts }) => parts), id, place)], calls };
}

function withoutNothing(map: JsonMap): Json | undefined {
  const told = Object.entries(map).filter(([key, value]) => value !== null && !['model', 'status', 'previous_response_id', 'incomplete_details', 'output_text', 'user', 'conversation'].includes(key));
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

/** A tool at the provider has its result in the same response. */
function toolSpans(parts: readonly MessagePart[], turn: string, place: RecordPlace): readonly Span[] {
  const results = new Map(parts.flatMap((part) => (part.type === 'toolResult' && part.callId !== null ? [[part.callId, part] as const] : [])));
  return parts.flatMap((part) => {
    const result = part.type === 'toolCall' && part.id !== null ? results.get(part.id) : undefined;
    return part.type !== 'toolCall' || result === undefined ? [] : [toolSpan(part, result, turn, place)];
  });
}

/** Calls that the request brings the outputs of: each stands under the response that asked for it, where that is in the export. */
export function resultSpans({ request }: Exchange, issuedBy: (callId: string) => IssuedCall | undefined, trace: string, place: RecordPlace): readonly Span[] {
  const { input } = request;
  const parts = Array.isArray(input) ? readResponsesItems(input as readonly Json[]).messages.flatMap((message) => message.parts) : [];
  return parts.flatMap((part) => {
    if (part.type !== 'toolResult' || part.callId === null) return [];
    const issued = issuedBy(part.callId);
    // A call of an earlier conversation in the request's history is no step of this run.
    if (issued === undefined || issued.trace !== trace) return [];
    return [toolSpan(issued.part, part, issued.turn, place)];
  });
}

function toolSpan({ id, name, type: _, ...args }: CallPart, result: ResultPart, parentId: string, place: RecordPlace): Span {
  const failed = result.isError === true;
  return {
    ...emptySpan(`call:${id ?? name}`, 0, name), parentId, kind: 'tool', synthetic: true, place, status: failed ? 'error' : 'unset',
    tool: { name, callId: id, description: null, ...args, result: result.result, status: failed ? 'error' : 'ok' },
  };
}
