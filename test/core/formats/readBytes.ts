import type { Format, SourceRecord, TraceFragment } from '../../../src/core/formats/format.ts';
import type { Span } from '../../../src/core/model/span.ts';
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
  return { fragments: completed(format, [...format.read({ file, records: records() }, { warn })]), warnings };
}

/** As an import does it after its join: what accounts of a span without a name tell is the span's, and each span is completed. */
function completed(format: Format, fragments: readonly TraceFragment[]): readonly TraceFragment[] {
  const { complete } = format;
  if (complete === undefined) return fragments;
  const keyOf = (nativeId: string, span: Span) => `${nativeId}/${span.id}`;
  const isNameless = (span: Span) => span.name === '' && span.kind === 'other';
  const named = new Set(fragments.flatMap(({ nativeId, spans }) => spans.filter((span) => !isNameless(span)).map((span) => keyOf(nativeId, span))));
  const accounts = new Map<string, Span['events'][number][]>();
  const rest = fragments.map((fragment) => ({
    ...fragment,
    spans: fragment.spans.filter((span) => {
      const key = keyOf(fragment.nativeId, span);
      if (!isNameless(span) || !named.has(key)) return true;
      accounts.set(key, [...(accounts.get(key) ?? []), ...span.events]);
      return false;
    }),
  }));
  return rest.filter(({ spans }, n) => spans.length > 0 || fragments[n]?.spans.length === 0).map((fragment) => ({
    ...fragment, spans: fragment.spans.map((span) => complete({ ...span, events: [...span.events, ...(accounts.get(keyOf(fragment.nativeId, span)) ?? [])] })),
  }));
}
