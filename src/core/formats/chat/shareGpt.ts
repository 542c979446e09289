import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { isMessage } from '../content/readMessage.ts';
import { lookUp, parseJson, textOf } from '../jsonText.ts';

const listKeys = ['conversations', 'conversation'] as const;

/** One who speaks, and what was said: `{from, value}`, as ShareGPT wrote conversations and those who train models still do. */
const isTurn = (value: unknown): value is JsonMap => isJsonMap(value) && typeof value['from'] === 'string' && typeof value['value'] === 'string';

/** The field of a row that holds its conversation under ShareGPT's name; undefined where none does. */
export function conversationKey(row: JsonMap): string | undefined {
  return listKeys.find((key) => Array.isArray(row[key]) && row[key].length > 0 && (row[key] as readonly Json[]).every((each) => isTurn(each) || isMessage(each)));
}

const speakers: Readonly<Record<string, string>> = {
  human: 'user', user: 'user', system: 'system',
  gpt: 'assistant', chatgpt: 'assistant', assistant: 'assistant', model: 'assistant', bing: 'assistant', bard: 'assistant',
  function_call: 'call', tool_call: 'call',
  observation: 'tool', tool: 'tool', tool_response: 'tool', function_response: 'tool', function: 'tool',
};

/** A turn as messages in the spelling of Chat Completions: one, or one for each result that a tool's turn holds. What is no turn stays as it is. */
export function messagesOfTurn(turn: Json): readonly Json[] {
  if (!isTurn(turn)) return [turn];
  const said = textOf(turn['value']) ?? '';
  const from = textOf(turn['from']) ?? '';
  const role = lookUp(speakers, from.toLowerCase()) ?? from;
  // Each answers a call of its own.
  if (role === 'tool') return (inTags(said, 'tool_response')?.inside ?? [said]).map((content) => ({ role, content }));
  if (role !== 'call' && role !== 'assistant') return [{ role, content: said }];
  const tagged = inTags(said, 'tool_call');
  const calls = (role === 'call' && tagged === undefined ? [said] : (tagged?.inside ?? [])).flatMap((each) => callsIn(parseJson(each)));
  // A call that cannot be read stays the text it is.
  const spoken = calls.length === 0 ? said : (tagged?.outside ?? '');
  const thought = inTags(spoken, 'think');
  return [{ role: 'assistant', content: thought?.outside ?? spoken, ...(thought ? { reasoning_content: thought.inside.join('\n\n') } : {}), ...(calls.length === 0 ? {} : { tool_calls: calls }) }];
}

/** What system turns offer between tags: a list, or a definition a line. Undefined where none do. */
export function toolsOfTurns(turns: readonly Json[]): Json | undefined {
  const tools = turns.flatMap((turn) => {
    if (!isTurn(turn) || lookUp(speakers, textOf(turn['from'])?.toLowerCase() ?? '') !== 'system') return [];
    const { inside = [] } = inTags(textOf(turn['value']) ?? '', 'tools') ?? {};
    return inside.flatMap((each) => definitionsIn(parseJson(each)) ?? each.split('\n').flatMap((line) => definitionsIn(parseJson(line)) ?? []));
  });
  return tools.length === 0 ? undefined : tools;
}

function definitionsIn(value: Json | undefined): readonly Json[] | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).filter(isJsonMap);
  return isJsonMap(value) ? [value] : undefined;
}

function callsIn(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(callsIn);
  return isJsonMap(value) && typeof value['name'] === 'string' ? [{ function: { name: value['name'], arguments: value['arguments'] ?? value['parameters'] ?? {} } }] : [];
}

/** What stands between tags, as Hermes models think, write calls and get results, and what is said around them; undefined where no tags are. */
function inTags(text: string, tag: 'tool_call' | 'tool_response' | 'tools' | 'think'): { readonly inside: readonly string[]; readonly outside: string } | undefined {
  const close = `</${tag}>`;
  const [before = '', ...pieces] = text.split(`<${tag}>`);
  const inside: string[] = [];
  const outside = [before];
  for (const piece of pieces) {
    const end = piece.indexOf(close);
    if (end >= 0) inside.push(piece.slice(0, end).trim());
    outside.push(end < 0 ? piece : piece.slice(end + close.length));
  }
  return inside.length === 0 ? undefined : { inside, outside: outside.join('').trim() };
}
