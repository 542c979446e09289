import type { Span } from '../../../src/core/model/span.ts';
import { emptySpan } from '../../../src/core/model/span.ts';
import type { Read } from './readBytes.ts';

/** What was read, as JSON that is short enough to be checked by eye: fields that are empty or as usual are left out. */
export function printed(why: string, { fragments, warnings }: Read): string {
  return `${JSON.stringify({
    why,
    traces: fragments.map(({ nativeId, header, spans, record }) => ({
      nativeId, record: `line ${record.line}, ${record.offset}+${record.length}`,
      ...(Object.keys(filled(header)).length === 0 ? {} : { header: filled(header) }),
      spans: spans.map(printedSpan),
    })),
    warnings,
  }, null, 1)}\n`;
}

function printedSpan(span: Span): object {
  const { place, ...fields } = span;
  const usual: Record<string, unknown> = emptySpan(span.id, -1, '');
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => key === 'id' || JSON.stringify(value) !== JSON.stringify(usual[key])));
}

function filled(map: object): object {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !(typeof value === 'object' && value !== null && Object.keys(value).length === 0)));
}
