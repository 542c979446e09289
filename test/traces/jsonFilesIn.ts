import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

/** The files of a unit, sorted by path: of a folder, of a zip, or the one file. */
export function jsonFilesIn(path: string, isFolder: boolean): readonly Uint8Array[] {
  if (isFolder) {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name))
      .sort()
      .map((each) => readFileSync(each));
  }
  const bytes = readFileSync(path);
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return [bytes];
  return Object.entries(unzipSync(bytes)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, content]) => content);
}
