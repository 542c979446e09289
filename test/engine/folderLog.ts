import type { Format } from '../../src/core/formats/format.ts';
import { placeOf } from '../../src/core/formats/format.ts';
import { isJsonMap } from '../../src/core/model/json.ts';
import { emptySpan } from '../../src/core/model/span.ts';

/** A run in a folder: `main.jsonl` and the logs of its helpers, whose entries are spans. */
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
      const { entry } = record.value;
      yield { nativeId: 'the run', header: {}, spans: [{ ...emptySpan(entry, 0, entry), kind: 'tool', place: placeOf(source, record) }], record };
    }
  },
};
