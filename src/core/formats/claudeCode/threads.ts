import type { Json, JsonMap } from '../../model/json.ts';
import { isJsonMap } from '../../model/json.ts';
import type { RecordPlace } from '../../model/span.ts';
import { textOf } from '../jsonText.ts';
import type { SessionLog } from '../sessionLog.ts';
import { mapOf } from '../values/fields.ts';
import { readIsoTime } from '../values/times.ts';

type Task = { readonly callId: string; readonly prompt: string };

const comparedPrompt = 200;
const remembered = 64;
/** The thread of entries of a sub-agent that began before the file does and is not named. */
const begunBefore = 'begun before';
const agentFile = /(?:^|[\\/])agent-([\w-]{1,80})\.jsonl$/;

/**
 * Which sub-agent an entry is of. New versions name it; older ones only mark its entries, in a file named after it, or among the session's
 * own, where the entry before tells it and the prompt tells the call that started it.
 */
export function createThreads(log: SessionLog, file: string, kept: Json | undefined) {
  const from = mapOf(kept);
  let tasks = Array.isArray(from['tasks']) ? (from['tasks'] as readonly Task[]) : [];
  let tails = Array.isArray(from['tails']) ? (from['tails'] as readonly (readonly [Json, string])[]) : [];

  function keyOf(entry: JsonMap): string | undefined {
    if (entry['isSidechain'] !== true) return undefined;
    const parent = entry['parentUuid'] ?? null;
    const fromFile = agentFile.exec(file)?.[1];
    const key = textOf(entry['agentId']) ?? fromFile ?? (parent === null ? null : (tails.findLast(([uuid]) => uuid === parent)?.[1] ?? tails.at(-1)?.[1] ?? begunBefore)) ?? textOf(entry['uuid']) ?? 'unnamed';
    tails = [...tails, [entry['uuid'] ?? null, key] as const].slice(-remembered);
    return key;
  }

  /** The open call with the prompt that the sub-agent got. */
  function startedBy(entry: JsonMap): string | null {
    const message = entry['message'];
    const content = isJsonMap(message) ? message['content'] : undefined;
    const first = Array.isArray(content) ? (content as readonly Json[])[0] : content;
    const prompt = (isJsonMap(first) ? textOf(first['text']) : textOf(first))?.slice(0, comparedPrompt);
    const open = log.openCalls();
    const task = tasks.find((each) => each.prompt === prompt && open.some(({ callId }) => callId === each.callId));
    tasks = tasks.filter((each) => each !== task);
    return task?.callId ?? null;
  }

  return {
    agentOf(entry: JsonMap, place: RecordPlace): string | undefined {
      const key = keyOf(entry);
      if (key === begunBefore) log.aside(key);
      else if (key !== undefined && !log.hasAgent(key)) {
        const slug = textOf(entry['slug']);
        log.agent(key, { callId: startedBy(entry), attributes: { agentId: key, ...(slug === null ? {} : { slug }) } }, { place, timeUs: readIsoTime(entry['timestamp']) });
      }
      return key;
    },
    /** Looks for calls that start sub-agents. */
    met(content: readonly Json[]): void {
      for (const part of content) {
        if (!isJsonMap(part) || part['type'] !== 'tool_use' || !isJsonMap(part['input'])) continue;
        const { id, input: { prompt } } = part as { id?: Json; input: JsonMap };
        if (typeof id === 'string' && typeof prompt === 'string') tasks = [...tasks, { callId: id, prompt: prompt.slice(0, comparedPrompt) }].slice(-remembered);
      }
    },
    keep: (): Json => ({ tasks, tails } as unknown as Json),
  };
}
