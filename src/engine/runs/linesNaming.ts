import { readFileSync } from 'node:fs';

/** The lines of a file that hold a text, without reading the others as text: of 60 MB of results one case is a line. None where the file is not there. */
export function linesNaming(file: string, text: string): readonly string[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const lines: string[] = [];
  for (let at = bytes.indexOf(text); at >= 0;) {
    const end = bytes.indexOf(10, at);
    lines.push(bytes.toString('utf8', bytes.lastIndexOf(10, at) + 1, end < 0 ? bytes.length : end));
    at = end < 0 ? -1 : bytes.indexOf(text, end);
  }
  return lines;
}
