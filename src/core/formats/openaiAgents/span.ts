import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace, Span, SpanKind } from '../../model/span.ts';
import { emptySpan } from '../../model/span.ts';
import { unknownTool } from '../../trajectory/turns.ts';
import { mediaFromBase64 } from '../content/media.ts';
import { withContent } from '../content/stepContent.ts';
import { readToolDefinitions } from '../content/toolDefinitions.ts';
import { firstText, lookUp, setKey, textOf, wordOf } from '../jsonText.ts';
import { isNothing, mapOf } from '../values/fields.ts';
import { readIsoTime } from '../values/times.ts';
import { readUsage } from '../values/tokenUsage.ts';

const kinds: Readonly<Record<string, SpanKind>> = { agent: 'agent', function: 'tool', generation: 'llm', response: 'llm', guardrail: 'guardrail', transcription: 'llm', speech: 'llm' };
const handled = new Set(['type', 'name', 'input', 'output', 'model', 'usage', 'response', 'tools', 'response_id']);
const keys = { input: 'input', output: 'output' } as const;

export function readAgentsSpan(raw: JsonMap, place: RecordPlace, warn: (message: string) => void): Span {
  const data = mapOf(raw['span_data']);
  const id = firstText(raw, 'id') ?? '';
  const type = wordOf(data['type']);
  const kind = lookUp(kinds, type) ?? 'other';
  const response = mapOf(data['response']);
  const error = raw['error'];
  const failed = error !== undefined && error !== null;
  const endUs = readIsoTime(raw['ended_at']);
  const usage = data['usage'] ?? response['usage'];
  const offered = response['tools'] ?? (type === 'agent' || type === 'mcp_tools' ? (data['tools'] ?? data['result']) : undefined);
  const attributes = asideOf(raw, data, type);

  const span: Span = {
    ...emptySpan(id, 0, nameOf(data, type)), parentId: firstText(raw, 'parent_id'), kind, place, attributes,
    startUs: readIsoTime(raw['started_at']), endUs, status: failed ? 'error' : endUs === null ? 'unset' : 'ok', statusMessage: !failed ? null : isJsonMap(error) ? (firstText(error, 'message') ?? JSON.stringify(error)) : wordOf(error),
    model: firstText(data, 'model') ?? firstText(response, 'model'), provider: kind === 'llm' ? 'openai' : null,
    usage: isJsonMap(usage) ? readUsage(usage, kind === 'llm' ? 'leaf' : 'aggregate') : null, counted: kind === 'llm' || usage === undefined,
    toolDefinitions: offered === undefined || offered === null ? null : readToolDefinitions(offered),
    tool: kind === 'tool' ? { name: textOf(data['name']) ?? unknownTool, callId: null, description: null, status: failed ? 'error' : 'ok' } : null,
  };
  if (type === 'response' && Object.keys(response).length === 0 && isNothing(data['input'])) {
    warn(`The messages of ${textOf(data['response_id']) ?? 'a response'} are not in the export: the SDK leaves them with OpenAI. A processor of your own can add span_data.input and span_data.response.`);
  }
  const asked = soundCut(data['input'] ?? null, type === 'transcription');
  const instructions = textOf(response['instructions']);
  const content = { input: isNothing(asked) ? undefined : instructions === null ? asked : { instructions, input: asked }, output: soundCut(data['output'] ?? response['output'] ?? null, type === 'speech') ?? undefined };
  return withContent(span, { input: content.input, output: content.output ?? undefined }, keys);
}

/** Sound comes as base64: only what tells it apart is kept. */
function soundCut(value: Json, isSound: boolean): Json {
  const sound = isSound && isJsonMap(value) ? textOf(value['data']) : null;
  return sound !== null && isJsonMap(value) ? { ...value, data: mediaFromBase64(sound, textOf(value['format'])) } : value;
}

function nameOf(data: JsonMap, type: string): string {
  const name = textOf(data['name']);
  if (type === 'handoff') return `handoff to ${textOf(data['to_agent']) ?? 'unknown'}`;
  if (type === 'mcp_tools') return `tools of ${textOf(data['server']) ?? 'an MCP server'}`;
  return name ?? (type === '' ? 'unnamed' : type);
}

function asideOf(raw: JsonMap, data: JsonMap, type: string): Record<string, Json> {
  const attributes: Record<string, Json> = {};
  for (const [key, value] of Object.entries(data)) if (!handled.has(key) && value !== null) setKey(attributes, key, value);
  if (data['response_id'] !== undefined && data['response_id'] !== null) attributes['response_id'] = data['response_id'];
  if (isJsonMap(data['response'])) {
    const { output: _, usage: __, tools: ___, instructions: ____, model: _____, ...rest } = data['response'];
    const told = Object.entries(rest).filter(([, value]) => value !== null);
    if (told.length > 0) attributes['response'] = Object.fromEntries(told);
  }
  if (lookUp(kinds, type) === undefined && type !== '') attributes['type'] = type;
  if (isJsonMap(raw['error']) && raw['error']['data'] !== undefined && raw['error']['data'] !== null) attributes['error.data'] = raw['error']['data'];
  if (isJsonMap(raw['metadata'])) attributes['metadata'] = raw['metadata'];
  return attributes;
}
