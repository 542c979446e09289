import type { Format, Sample } from './format.ts';
import { formats } from './registry.ts';

/** Which format a file has, by its content alone: names lie (`.json` holds JSON lines, `.jsonl` holds one document). Undefined when none knows it. */
export function detectFormat(sample: Sample): { format: Format; why: string } | undefined {
  for (const format of formats) {
    const why = format.detect(sample);
    if (why !== undefined) return { format, why };
  }
  return undefined;
}
