import { isJsonMap } from '../../model/json.ts';
import type { NotATrace } from '../notTraces.ts';

/** What Kimi's command line writes beside its sessions. */
export const kimiState: NotATrace = {
  detect({ records }) {
    return records.some(({ value }) => isJsonMap(value) && isJsonMap(value['agents']) && 'workDir' in value && 'lastPrompt' in value)
      ? 'the state file of a Kimi session: it names its agents and the last prompt, and holds no run. The messages stand in wire.jsonl in the folders it names (homedir): import these.'
      : undefined;
  },
};
