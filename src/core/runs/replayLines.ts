import { ReplayLine } from '../model/replayed.ts';

/** The line of `replay.jsonl` that a trace has; the last one counts. Undefined where there is none that can be read. */
export function replayLineOf(text: string, traceId: string): ReplayLine | undefined {
  // Only lines that name it are parsed: each holds a whole trial.
  const named = text.split('\n').filter((line) => line.includes(JSON.stringify(traceId)));
  for (const line of named.reverse()) {
    const read = lineOf(line);
    if (read?.traceId === traceId) return read;
  }
  return undefined;
}

/** Undefined for half a line of a replay that was killed. */
function lineOf(line: string): ReplayLine | undefined {
  try {
    return ReplayLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** All lines of `replay.jsonl` that can be read. */
export const replayLines = (text: string): readonly ReplayLine[] => text.split('\n').flatMap((line) => lineOf(line) ?? []);
