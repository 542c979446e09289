import type { Format, SourceRecord, TraceFragment } from '../../../src/core/formats/format.ts';
import { readJsonValues } from '../../../src/core/formats/jsonValues.ts';

export type Read = { readonly fragments: readonly TraceFragment[]; readonly warnings: readonly string[] };

/** Everything a format reads from a file's bytes, with its warnings as `line: message`. */
export function readBytes(format: Format, chunks: Iterable<Uint8Array>, file: string): Read {
  const warnings: string[] = [];
  const warn = (line: number | null, message: string) => { warnings.push(`${line ?? '-'}: ${message}`); };
  function* records(): Generator<SourceRecord> {
    for (const item of readJsonValues(chunks)) {
      if (item.type === 'problem') warn(item.line, item.message);
      else yield { value: item.value, line: item.line, offset: item.offset, length: item.length };
    }
  }
  return { fragments: [...format.read({ file, records: records() }, { warn })], warnings };
}
