import { emptySpan } from '../../src/core/model/span.ts';
import type { Span } from '../../src/core/model/span.ts';
import type { Trace } from '../../src/core/model/trace.ts';
import { storyTrace, recordedFrom } from './story.ts';
import type { Recorded } from './recordedHost.ts';

/** A coding run of many steps: turns of a model call and its tool call, now and then a sub-agent, every hundredth call fails. */
export function longTrace(steps: number): Recorded {
  const startUs = Date.UTC(2026, 1, 11, 14, 20) * 1000;
  const spans: Span[] = [{ ...emptySpan('root', 0, 'coding-agent'), kind: 'agent', startUs, endUs: startUs + steps * 400_000 }];
  for (let index = 1; index < steps; index++) {
    const times = { startUs: startUs + index * 400_000, endUs: startUs + index * 400_000 + 150_000 + (index % 7) * 30_000 };
    const parentId = index % 500 < 40 && index > 500 ? `sub${index - (index % 500)}` : 'root';
    if (index % 500 === 0) spans.push({ ...emptySpan(`sub${index}`, index, 'explore'), ...times, endUs: times.startUs + 40 * 400_000, kind: 'agent', parentId: 'root' });
    else if (index % 2 === 0) spans.push({ ...emptySpan(`s${index}`, index, 'chat claude'), ...times, kind: 'llm', parentId, usage: { input: 900 + index, output: 40, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf' } });
    else {
      const failed = index % 100 === 99;
      spans.push({ ...emptySpan(`s${index}`, index, 'execute_tool Bash'), ...times, kind: 'tool', parentId, status: failed ? 'error' : 'ok', statusMessage: failed ? 'exit 1' : null, tool: { name: 'Bash', callId: null, description: null, arguments: { command: `npm test -- part${index}` }, result: 'ok', status: failed ? 'error' : 'ok' } });
    }
  }
  return recordedFrom({ ...storyTrace, id: 'tr_long00000001', spans } satisfies Trace);
}
