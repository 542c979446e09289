import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import { callPart } from '../content/parts.ts';
import { readResult } from '../content/readPart.ts';
import { textOf } from '../jsonText.ts';
import type { At, SessionLog } from '../sessionLog.ts';
import { mapOf, mapsIn } from '../values/fields.ts';
import { readIsoTime } from '../values/times.ts';
import { usersCall } from './conversation.ts';


type Utterance = { text: string; startUs: number | null; endUs: number | null; ids: string };

/**
 * A voice run stands in ticks of a fraction of a second, in which both sides may speak, with the piece of each one's words that fell into
 * it. What one side says without the other speaking alone in between is one utterance.
 */
export function tellTicks(ticks: readonly Json[], log: SessionLog, at: (timeUs: number | null) => At, warn: (message: string) => void): void {
  const speaking: { agent: Utterance | null; user: Utterance | null } = { agent: null, user: null };
  let heard = 0;

  function end(side: 'agent' | 'user'): void {
    const said = speaking[side];
    speaking[side] = null;
    if (said === null || said.text.trim() === '') return;
    heard++;
    const parts = [{ type: 'text' as const, text: said.text }];
    if (side === 'user') log.user({ role: 'user', parts }, at(said.startUs), true);
    else log.assistant({ begins: true, parts, startUs: said.startUs, endUs: said.endUs }, at(said.endUs));
  }

  function speak(side: 'agent' | 'user', chunk: JsonMap, text: string, timeUs: number | null): void {
    const ids = JSON.stringify(chunk['utterance_ids'] ?? null);
    const said = speaking[side];
    if (said === null) speaking[side] = { text, startUs: timeUs, endUs: timeUs, ids };
    else Object.assign(said, { text: said.text + (ids !== said.ids && !/\s$/.test(said.text) ? ' ' : '') + text, endUs: timeUs, ids });
  }

  for (const tick of ticks) {
    if (!isJsonMap(tick)) {
      warn('A tick of the simulation is not an object; left out.');
      continue;
    }
    const timeUs = readIsoTime(tick['timestamp']);
    const agent = wordsOf(tick['agent_chunk']);
    const user = wordsOf(tick['user_chunk']) ?? textOf(tick['user_transcript']);
    if (agent !== null && user === null) end('user');
    if (user !== null && agent === null) end('agent');
    if (user !== null) speak('user', mapOf(tick['user_chunk']), user, timeUs);
    if (agent !== null) speak('agent', mapOf(tick['agent_chunk']), agent, timeUs);

    const calls = mapsIn(tick['agent_tool_calls']);
    if (calls.length > 0) {
      end('user');
      end('agent');
      log.assistant({ begins: true, parts: calls.map((call) => callPart(call['id'], call['name'], call['arguments'])) }, at(timeUs));
    }
    for (const result of mapsIn(tick['agent_tool_results'])) {
      heard++;
      log.result({ callId: textOf(result['id']), result: readResult(result['content'] ?? null), status: result['error'] === true ? 'error' : 'ok' }, at(readIsoTime(result['timestamp']) ?? timeUs));
    }
    for (const call of mapsIn(tick['user_tool_calls'])) usersCall(call, mapsIn(tick['user_tool_results']).find((result) => result['id'] === call['id']), log, at(timeUs));
  }
  end('user');
  end('agent');
  if (heard === 0) warn('The simulation has ticks without words: its transcript was not saved.');
}

/** The words of a chunk; sound alone has none that could be shown. */
function wordsOf(chunk: Json | undefined): string | null {
  return isJsonMap(chunk) && chunk['is_audio'] !== true ? textOf(chunk['content']) : null;
}
