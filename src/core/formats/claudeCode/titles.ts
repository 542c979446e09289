import type { Json, JsonMap } from '../../model/json.ts';
import { firstText, textOf } from '../jsonText.ts';
import { listOf, mapOf } from '../values/fields.ts';

const remembered = 64;

/** Names of a session. A summary names the entry it ends with, and may be of another session. */
export function createTitles(kept: Json | undefined) {
  const from = mapOf(kept);
  let open = Array.isArray(from['open']) ? (from['open'] as readonly JsonMap[]) : [];
  let met = listOf(from['met']);

  return {
    nameFrom(entry: JsonMap): string | null {
      if (entry['type'] === 'custom-title' || entry['type'] === 'ai-title') return firstText(entry, 'customTitle', 'aiTitle', 'title');
      const summary = entry['type'] === 'summary' ? textOf(entry['summary']) : null;
      const leaf = entry['leafUuid'] ?? null;
      if (summary !== null) {
        if (met.includes(leaf)) return summary;
        open = [...open, { leaf, summary }].slice(-remembered);
        return null;
      }
      const uuid = textOf(entry['uuid']);
      if (uuid === null) return null;
      met = [...met, uuid].slice(-remembered);
      const found = open.find((each) => each['leaf'] === uuid);
      open = open.filter((each) => each !== found);
      return textOf(found?.['summary']);
    },
    keep: (): Json => ({ open, met }),
  };
}
