import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { readAccount } from '../account.ts';
import type { ExchangeDocument } from '../documents.ts';
import type { ItemProblem, PeerItem, PeerItems } from '../peer.ts';
import { rowItems } from '../rowItems.ts';

/** ADK reads both spellings of a key. */
export function field(map: JsonMap, snake: string): Json | undefined {
  if (Object.hasOwn(map, snake)) return map[snake];
  const camel = snake.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(map, camel) ? map[camel] : undefined;
}

export const listAt = (map: JsonMap, snake: string): readonly Json[] => {
  const value = field(map, snake);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
};

export const mapAt = (map: JsonMap, snake: string): JsonMap => {
  const value = field(map, snake);
  return isJsonMap(value) ? value : {};
};

/** Keys of ADK's own in snake case, so that one spelling is compared with the other. What people put in (arguments, state) is left as it is. */
const theirs = new Set(['args', 'response', 'state', 'final_session_state', 'metadata']);

export function inSnakeCase(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(inSnakeCase);
  if (!isJsonMap(value)) return value;
  const entries = Object.entries(value).map(([key, each]): readonly [string, Json] => {
    const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const name = snake === key || Object.hasOwn(value, snake) ? key : snake;
    return [name, theirs.has(name) ? each : inSnakeCase(each)];
  });
  return Object.fromEntries(entries);
}

/** A set of eval cases, one eval case, or the list of an older kind. A conversation of several invocations is a case for each. */
export function evalCasesOf(document: ExchangeDocument): PeerItems {
  const { root } = document;
  const key = isJsonMap(root) ? ['eval_cases', 'evalCases'].find((each) => Array.isArray(root[each])) : undefined;
  const listed = isJsonMap(root) ? (key === undefined ? undefined : { list: root[key] as readonly Json[], key }) : { list: Array.isArray(root) ? (root as readonly Json[]) : [], key: null };
  const found = rowItems(document, listed, 'eval case');
  const set = isJsonMap(root) && listed ? root : {};
  const [id, name, description] = [field(set, 'eval_set_id'), set['name'], set['description']];
  const text = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
  const problems: ItemProblem[] = [...found.problems];
  return {
    items: found.items.flatMap((item) => invocationsOf({ ...item, value: inSnakeCase(isOld(item.value) ? asNew(item.value) : item.value) as JsonMap }, problems)),
    problems,
    leftOut: found.leftOut.filter(({ what }) => !['eval_set_id', 'evalSetId', 'name', 'description'].includes(what)),
    suite: { name: text(name) ?? text(id), description: text(description) },
  };
}

export const isOld = (value: JsonMap): boolean => Array.isArray(value['data']) || Object.hasOwn(value, 'expected_tool_use') || (Object.hasOwn(value, 'query') && Object.hasOwn(value, 'reference'));

/** The older kind: `{name, data: [{query, expected_tool_use, reference}], initial_session}`, or one such turn alone. */
function asNew(old: JsonMap): JsonMap {
  const { name, data, initial_session: session, ...others } = old;
  const turns = Array.isArray(data) ? (data as readonly Json[]) : [old];
  return {
    ...(typeof name === 'string' ? { eval_id: name } : {}),
    conversation: turns.filter(isJsonMap).map(({ query, expected_tool_use: used, reference, expected_intermediate_agent_responses: said, ...rest }) => ({
      ...(Array.isArray(data) ? rest : {}),
      user_content: { role: 'user', parts: [{ text: query ?? '' }] },
      ...(typeof reference === 'string' && reference !== '' ? { final_response: { role: 'model', parts: [{ text: reference }] } } : {}),
      ...(Array.isArray(used) ? { intermediate_data: { tool_uses: (used as readonly Json[]).map(asCall), ...(Array.isArray(said) && said.length > 0 ? { intermediate_responses: said as Json } : {}) } } : {}),
    })),
    ...(isJsonMap(session) && Object.keys(session).length > 0 ? { session_input: session } : {}),
    ...(Array.isArray(data) ? others : {}),
  };
}

function asCall(used: Json): Json {
  if (!isJsonMap(used)) return used;
  const { tool_name: name, tool_input: args, ...others } = used;
  return { ...others, name: name ?? '', ...(args === undefined ? {} : { args }) };
}

function invocationsOf(item: PeerItem, problems: ItemProblem[]): readonly PeerItem[] {
  const { value, place, line } = item;
  const conversation = listAt(value, 'conversation');
  const id = field(value, 'eval_id');
  const name = typeof id === 'string' ? id : undefined;
  const one = name === undefined ? item : { ...item, name };
  if (readAccount(value) || conversation.length < 2) return [one];
  if (!conversation.every(isJsonMap)) {
    problems.push({ place, line, message: 'Its conversation holds something that is no invocation.' });
    return [];
  }
  const { final_session_state: end, ...lasting } = value;
  return conversation.map((_, index) => ({
    ...item,
    place: `${place}, invocation ${index + 1}`,
    name: `${name ?? 'case'}-${index + 1}`,
    value: {
      ...lasting, ...(name === undefined ? {} : { eval_id: `${name}-${index + 1}` }), conversation: conversation.slice(0, index + 1), metadata: { ...mapAt(value, 'metadata'), conversation: name ?? place },
      // The state is that of the end.
      ...(end === undefined || index < conversation.length - 1 ? {} : { final_session_state: end }),
    },
  }));
}
