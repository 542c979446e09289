import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The file, or the archive it is packed in; undefined when it is gone. */
export function diskFileOf(path: string): string | undefined {
  for (let at = path; ; at = dirname(at)) {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat) return stat.isFile() ? at : undefined;
    if (dirname(at) === at) return undefined;
  }
}
