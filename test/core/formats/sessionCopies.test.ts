import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../../src/core/formats/detect.ts';
import type { SourceRecord } from '../../../src/core/formats/format.ts';
import { readJsonValues, sampleJsonValues } from '../../../src/core/formats/jsonValues.ts';
import { isJsonMap } from '../../../src/core/model/json.ts';
import { withLostCalls } from '../../../src/store/lostCalls.ts';
import type { HeaderParts } from '../../../src/store/merge.ts';
import { createSpanJoin, emptyHeaderParts, headerOf, joinHeader, orderSpans } from '../../../src/store/merge.ts';

type Cut = { readonly before: readonly unknown[]; readonly after: readonly unknown[] };
const idOf = (record: unknown) => (isJsonMap(record) ? record['id'] : undefined);
/** A message that is told again looks new where its first telling is cut away. */
const toldAgain = ({ before, after }: Cut) => after.some((record) => idOf(record) !== undefined && before.some((each) => idOf(each) === idOf(record)));

/**
 * A session that was resumed, or whose log was trimmed, stands in a second file that holds a part of it. Beside the whole it tells nothing
 * new, whichever is read first and whatever the files are called. So it is where records carry ids; `first` lines name the session.
 */
const logs: [file: string, first: number, impossible?: (cut: Cut) => boolean][] = [
  ['claude-code/session.jsonl', 0], ['claude-code/subagents.jsonl', 0], ['copilot-cli/events.jsonl', 1], ['copilot-cli/unasked.jsonl', 1],
  ['droid/stored.jsonl', 1], ['pi/session.jsonl', 1], ['qwen-code/session.jsonl', 0], ['gemini-cli/lines.jsonl', 1, toldAgain],
];

type File = { readonly name: string; readonly records: readonly SourceRecord[] };

function imported(files: readonly File[]): Record<string, unknown> {
  const traces = new Map<string, { header: HeaderParts; join: ReturnType<typeof createSpanJoin> }>();
  for (const { name, records } of files) {
    const format = detectFormat({ records, layout: 'lines' })?.format;
    for (const { nativeId, header, spans } of format?.read({ file: name, records }, { warn() {} }) ?? []) {
      const trace = traces.get(nativeId) ?? { header: emptyHeaderParts, join: createSpanJoin([]) };
      traces.set(nativeId, trace);
      trace.header = joinHeader(trace.header, header, spans.some((span) => span.parentId === null));
      for (const span of spans) trace.join.add({ span, position: span.seq });
    }
  }
  const told = [...traces].map(([id, { header, join }]) => [id, { header: headerOf(header), spans: orderSpans(withLostCalls(join.all())).map(({ span }) => ({ ...span, place: null })) }]);
  return JSON.parse(JSON.stringify(Object.fromEntries(told))) as Record<string, unknown>;
}

describe.each(logs)('%s', (path, first, impossible: (cut: Cut) => boolean = () => false) => {
  const bytes = readFileSync(new URL(`../../fixtures/formats/${path}`, import.meta.url));
  const records = [...readJsonValues([bytes])].flatMap((item): SourceRecord[] => (item.type === 'value' ? [{ value: item.value, line: item.line, offset: item.offset, length: item.length }] : []));
  const values = records.map(({ value }) => value);
  const whole: File = { name: 'm.jsonl', records };
  const expected = imported([whole]);

  test.each(['tail', 'head'])('beside any %s of it', (part) => {
    expect(detectFormat(sampleJsonValues([bytes]))).toBeDefined();
    expect(records.length).toBeGreaterThan(first + 2);
    for (let cut = first + 1; cut < records.length; cut++) {
      if (part === 'tail' && impossible({ before: values.slice(0, cut), after: values.slice(cut) })) continue;
      const kept = part === 'head' ? records.slice(0, cut) : [...records.slice(0, first), ...records.slice(cut)];
      for (const name of ['a.jsonl', 'z.jsonl']) {
        const copy: File = { name, records: kept };
        expect(imported([whole, copy]), `${name} cut before record ${cut + 1}, read after the whole`).toEqual(expected);
        expect(imported([copy, whole]), `${name} cut before record ${cut + 1}, read first`).toEqual(expected);
      }
    }
  });
});
