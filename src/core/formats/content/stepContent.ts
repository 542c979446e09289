import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Span, ToolCall } from '../../model/span.ts';
import type { Usage } from '../../model/usage.ts';
import { firstText, textOf } from '../jsonText.ts';
import { readPrintedArguments } from '../values/recordedText.ts';
import { readUsage } from '../values/tokenUsage.ts';
import { readDocument } from './documents.ts';
import { readStepInput } from './modelInput.ts';
import { readStepOutput } from './modelOutput.ts';
import { textMessage } from './parts.ts';
import { isMessage, readMessage } from './readMessage.ts';
import { readResult } from './readPart.ts';

/** What went in and came out, as the export holds it. Undefined where it says nothing of it. */
export type Content = { readonly input: Json | undefined; readonly output: Json | undefined };
/** The export's own names for the two, under which what is not understood is kept. */
export type ContentKeys = { readonly input: string; readonly output: string };

/**
 * A step with what went in and came out read by what the step is: messages of a model or an agent, arguments and result of a tool,
 * documents of a retrieval. In other steps only messages are read, for their state may hold anything.
 */
export function withContent(span: Span, { input, output }: Content, keys: ContentKeys): Span {
  if (span.kind === 'tool') return withCall(span, { input, output }, keys);
  const isRun = span.kind === 'llm' || span.kind === 'agent';
  const asked = input === undefined ? undefined : readStepInput(input, isRun);
  const documents = span.kind === 'retrieval' ? documentsIn(output) : [];
  const said = output === undefined || documents.length > 0 ? undefined : readStepOutput(output, isRun);
  const usage = said?.usage && span.kind === 'llm' ? readUsage(said.usage) : null;
  const question = asked !== undefined && asked.messages.length === 0 && isRun ? queryIn(asked.rest) : null;
  return {
    ...span, documents: documents.length > 0 ? documents : span.documents,
    input: question === null ? (asked?.messages ?? span.input) : [textMessage('user', question)], output: said?.messages ?? span.output,
    toolDefinitions: span.toolDefinitions ?? (asked?.tools ?? null),
    finishReason: span.kind === 'llm' ? (span.finishReason ?? said?.finishReason ?? null) : span.finishReason, model: span.kind === 'llm' ? (said?.model ?? span.model ?? (isJsonMap(input) ? textOf(input['model']) : null)) : span.model,
    usage: fullerUsage(usage, span.usage),
    attributes: { ...span.attributes, ...kept(keys.input, question === null ? asked?.rest : undefined), ...kept(keys.output, said?.rest) },
  };
}

const ofModels = ['messages', 'generations', 'choices', 'candidates'] as const;

/**
 * The content of a step whose kind another account tells: what only models and chains say is read, the rest waits for
 * `withLateContent`.
 */
export function withOpenContent(span: Span, { input, output }: Content, keys: ContentKeys): Span {
  const isCertain = (value: Json | undefined) => isJsonMap(value) && ofModels.some((key) => key in value);
  const read = withContent(span, { input: isCertain(input) ? input : undefined, output: isCertain(output) ? output : undefined }, keys);
  return { ...read, attributes: { ...read.attributes, ...(isCertain(input) ? {} : kept(keys.input, input)), ...(isCertain(output) ? {} : kept(keys.output, output)) } };
}

/** What an account kept that did not know the kind of its step, read now that all accounts are joined. */
export function withLateContent(span: Span, keys: ContentKeys): Span {
  const { [keys.input]: input, [keys.output]: output, ...attributes } = span.attributes;
  const open = {
    input: span.input.length === 0 && span.tool?.arguments === undefined ? input : undefined,
    output: span.output.length === 0 && span.documents.length === 0 && span.tool?.result === undefined ? output : undefined,
  };
  if (open.input === undefined && open.output === undefined) return span;
  return withContent({ ...span, attributes: { ...attributes, ...(open.input === undefined ? kept(keys.input, input) : {}), ...(open.output === undefined ? kept(keys.output, output) : {}) } }, open, keys);
}

const kept = (key: string, value: Json | undefined): JsonMap => (value === undefined || value === null ? {} : { [key]: value });

/** The answer's own counts have the details; the span's are a copy. */
function fullerUsage(own: Usage | null, copy: Usage | null): Usage | null {
  return own === null || copy === null ? (own ?? copy) : { ...copy, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null)) };
}

function queryIn(rest: Json | undefined): string | null {
  return isJsonMap(rest) && Object.keys(rest).length === 1 ? firstText(rest, 'query', 'question', 'input') : textOf(rest);
}

function documentsIn(output: Json | undefined): Span['documents'] {
  const list = isJsonMap(output) ? (output['documents'] ?? output['output'] ?? output['results']) : output;
  return Array.isArray(list) ? (list as readonly Json[]).flatMap((each) => readDocument(each) ?? []) : [];
}

/** The one field under which a framework wraps what it passes on. */
function unwrapped(value: Json, ...names: readonly string[]): Json {
  if (!isJsonMap(value)) return value;
  const [key, ...more] = Object.keys(value);
  return key !== undefined && more.length === 0 && names.includes(key) ? (value[key] ?? null) : value;
}

/** The AI SDK lists the call's options after the arguments. */
function argumentsIn(input: Json): { arguments?: Json; argumentsText?: string } {
  const [first, options] = Array.isArray(input) && input.length === 2 ? (input as readonly Json[]) : [];
  return readPrintedArguments(isJsonMap(options) && 'toolCallId' in options ? first : input);
}

function callIdIn(input: Json | undefined): string | null {
  const options = Array.isArray(input) ? (input as readonly Json[])[1] : input;
  return isJsonMap(options) ? firstText(options, 'toolCallId', 'tool_call_id') : null;
}

function withCall(span: Span, { input, output }: Content, keys: ContentKeys): Span {
  const told: ToolCall = span.tool ?? { name: span.name, callId: null, description: null, status: span.status === 'error' ? 'error' : 'ok' };
  const call = { ...told, callId: told.callId ?? callIdIn(input) };
  const args = input === undefined ? {} : argumentsIn(unwrapped(input, 'input', 'kwargs', 'args'));
  if (output === undefined) return { ...span, tool: { ...call, ...args } };
  const given = unwrapped(output, 'output', 'result', 'content');
  const message = isMessage(given) ? readMessage(given)?.message.parts.find((part) => part.type === 'toolResult') : undefined;
  if (message === undefined) return { ...span, tool: { ...call, ...args, result: readResult(given) } };
  const failed = message.isError === true;
  return {
    ...span, status: failed ? 'error' : span.status,
    tool: { ...call, ...args, callId: call.callId ?? message.callId, result: message.result, status: failed ? 'error' : call.status },
    attributes: isJsonMap(given) && isJsonMap(given['artifact']) ? { ...span.attributes, [`${keys.output}.artifact`]: given['artifact'] } : span.attributes,
  };
}
