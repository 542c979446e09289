import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { isMessage } from '../content/readMessage.ts';
import { isResponsesItem } from '../content/responsesItems.ts';
import { firstText, textOf } from '../jsonText.ts';

/** One call of the API, taken out of how it was logged. */
export type Exchange = {
  readonly kind: 'response' | 'completion';
  readonly raw: JsonMap;
  readonly id: string | null;
  /** The response it goes on from. */
  readonly previous: string | null;
  readonly request: JsonMap;
  readonly response: JsonMap;
  /** Fields of the log's own. */
  readonly rest: JsonMap;
};

const requestNames = ['request', 'request_body', 'requestBody', 'body', 'params'] as const;
const requestFields: readonly string[] = ['input', 'messages', 'prompt', 'instructions', 'system', 'tools', 'model'];
const responseNames = ['response', 'response_body', 'responseBody', 'completion'] as const;

/** A call as it was logged: the response with its input, or the request beside it. Undefined where it is none. */
export function exchangeIn(value: JsonMap): Exchange | undefined {
  const whole = kindOf(value);
  if (whole !== undefined) {
    const { input, messages, prompt, instructions, tools, ...rest } = value;
    const request = Object.fromEntries(Object.entries({ input, messages, prompt, instructions, tools }).filter((entry): entry is [string, Json] => entry[1] !== undefined));
    // A completion without its request is an answer to nothing that is recorded.
    if (whole === 'completion' && request['messages'] === undefined && request['prompt'] === undefined && value['object'] === undefined) return undefined;
    return exchange(whole, value, request, rest, {});
  }
  const asked = requestNames.find((key) => isJsonMap(value[key]));
  const answered = responseNames.find((key) => isJsonMap(value[key]));
  if (answered === undefined) return undefined;
  // Loggers that call nothing the request put its fields beside the response.
  const besides = asked === undefined ? Object.entries(value).filter(([key]) => requestFields.includes(key)) : [];
  const request = asked === undefined ? Object.fromEntries(besides) : unwrapped(value[asked]);
  const response = unwrapped(value[answered]);
  const kind = kindOf(response);
  if (kind === undefined) return undefined;
  return exchange(kind, value, request, response, Object.fromEntries(Object.entries(value).filter(([key]) => key !== asked && key !== answered && !besides.some(([taken]) => taken === key))));
}

/** The batch API's files, and loggers of HTTP, put what was sent into a body. */
function unwrapped(value: Json | undefined): JsonMap {
  if (!isJsonMap(value)) return {};
  return isJsonMap(value['body']) ? value['body'] : value;
}

function exchange(kind: Exchange['kind'], raw: JsonMap, request: JsonMap, response: JsonMap, rest: JsonMap): Exchange {
  return { kind, raw, id: firstText(response, 'id') ?? firstText(rest, 'id', 'request_id', 'custom_id'), previous: firstText(response, 'previous_response_id') ?? firstText(request, 'previous_response_id'), request, response, rest };
}

function kindOf(value: JsonMap): Exchange['kind'] | undefined {
  const { object, output, choices, id } = value;
  if ('span_id' in value || 'run_type' in value || 'span_data' in value) return undefined;
  if (object === 'response' && Array.isArray(output)) return 'response';
  if (Array.isArray(output) && output.some((item) => isResponsesItem(item) || (isJsonMap(item) && item['type'] === 'message' && isMessage(item))) && (textOf(id)?.startsWith('resp_') === true || 'input' in value)) return 'response';
  if (Array.isArray(choices) && choices.some((choice) => isJsonMap(choice) && (isJsonMap(choice['message']) || 'text' in choice))) return 'completion';
  return undefined;
}
