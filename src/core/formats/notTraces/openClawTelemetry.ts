import { isJsonMap } from '../../model/json.ts';
import type { NotATrace } from '../notTraces.ts';

/** What OpenClaw's telemetry plugin writes: calls without results and answers without the messages that led to them. */
export const openClawTelemetry: NotATrace = {
  detect({ records }) {
    return records.some(({ value }) => isJsonMap(value) && (value['type'] === 'agent.start' || value['type'] === 'tool.start' || value['type'] === 'tool.end') && typeof value['sessionKey'] === 'string')
      ? 'telemetry of OpenClaw: it tells that tools ran, not what they gave back or what the model said. Import the session files instead (~/.openclaw/agents/<agent>/sessions/*.jsonl).'
      : undefined;
  },
};
