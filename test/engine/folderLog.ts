import type { Format } from '../../src/core/formats/format.ts';
import { placeOf } from '../../src/core/formats/format.ts';
import type { Message } from '../../src/core/model/message.ts';
import { isJsonMap } from '../../src/core/model/json.ts';
import { emptySpan } from '../../src/core/model/span.ts';

/** A run in a folder: `main.jsonl` and the logs of its helpers, whose entries are spans; an entry that names none tells what was said in a span. */
export const folderLog: Format = {
  id: 'folder-log', title: 'Logs in a folder', example: '{"entry":"a"}',
  unitOf: (path) => /^(.+)\/(?:main|helper-\d+)\.jsonl$/.exec(path)?.[1],
  detect: ({ records }) => (records.some(({ value }) => isJsonMap(value) && 'entry' in value) ? 'entries' : undefined),
  *read(source, report) {
    for (const record of source.records) {
      if (!isJsonMap(record.value) || typeof record.value['entry'] !== 'string') {
        report.warn(record.line, 'Not an entry.', record.file);
        continue;
      }
      const { entry, id, said } = record.value;
      const span = { ...emptySpan(typeof id === 'string' ? id : entry, 0, entry), place: placeOf(source, record) };
      const events = typeof said === 'string' ? [{ name: 'said', timeUs: null, attributes: { text: said } }] : [];
      yield { nativeId: 'the run', header: {}, spans: [entry === '' ? { ...span, events } : { ...span, kind: 'tool' }], record };
    }
  },
  complete(span) {
    const output = span.events.flatMap(({ name, attributes: { text } }): Message[] => (name === 'said' && typeof text === 'string' ? [{ role: 'assistant', parts: [{ type: 'text', text }] }] : []));
    return output.length > span.output.length ? { ...span, output } : span;
  },
};
