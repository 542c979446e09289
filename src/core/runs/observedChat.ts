import type { Json, JsonMap } from '../model/json.ts';
import type { Call, Trial } from '../model/trace.ts';

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

function messagesOf(calls: readonly Call[]): readonly JsonMap[] {
  const asked = calls.map(({ name, args, index }): JsonMap => ({ id: `call-${index}`, type: 'function', function: { name, ...(args === undefined || args === null ? {} : { arguments: JSON.stringify(args) }) } }));
  const answers = calls.flatMap(({ index, result, status }): readonly JsonMap[] => (result === undefined && status === 'ok' ? [] : [{ role: 'tool', tool_call_id: `call-${index}`, content: result === undefined ? '' : textOf(result), ...(status === 'ok' ? {} : { status: 'error' }) }]));
  return [{ role: 'assistant', content: null, tool_calls: asked }, ...answers];
}

/**
 * What was observed of a trial whose target sent no spans, as a conversation that imports like any export of chat messages: the question,
 * each call with its result, the answer. Times and models of the steps are not known and not made up.
 */
export function observedChat(id: string, question: string | null, { calls, output }: Pick<Trial, 'calls' | 'output'>): JsonMap {
  const turns: Call[][] = [];
  for (const call of calls) {
    const last = turns.at(-1);
    if (last && call.groupId !== null && last[0]?.groupId === call.groupId) last.push(call);
    else turns.push([call]);
  }
  return {
    id,
    messages: [
      ...(question === null || question === '' ? [] : [{ role: 'user', content: question }]),
      ...turns.flatMap(messagesOf),
      ...(output === null ? [] : [{ role: 'assistant', content: output }]),
    ],
  };
}
