import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../../src/core/formats/detect.ts';
import type { Sample, SourceRecord } from '../../../src/core/formats/format.ts';
import { readJsonValues, sampleJsonValues } from '../../../src/core/formats/jsonValues.ts';
import { formats } from '../../../src/core/formats/registry.ts';

/**
 * The order of the registry decides between formats that know the same file. Only the last may need it: messages, and questions with their
 * answers, stand in the files of others too.
 */
const fixtures = new URL('../../fixtures/formats/', import.meta.url);
const lastResort = 'chat';

const claims = (sample: Sample) => formats.filter((format) => format.detect(sample) !== undefined).map(({ id }) => id);
const shown = (records: readonly SourceRecord[]): Sample => ({ records, layout: records.length === 1 ? 'document' : 'lines' });

describe.each(formats.map(({ id }) => id))('%s', (id) => {
  const files = readdirSync(new URL(`${id}/`, fixtures), { recursive: true }).map(String).filter((name) => /\.jsonl?$/.test(name) && !name.endsWith('.expected.json'));

  describe.each(files)('%s', (name) => {
    const bytes = readFileSync(new URL(`${id}/${name}`, fixtures));
    const records = [...readJsonValues([bytes])].flatMap((item): SourceRecord[] => (item.type === 'value' ? [item] : []));

    test('is of this format, and no other claims it', () => {
      const sample = sampleJsonValues([bytes]);
      expect(detectFormat(sample)?.format.id).toBe(id);
      expect(claims(sample).filter((each) => each === id || each !== lastResort)).toEqual([id]);
    });

    test('says what was found and on which line', () => {
      const line = / on line (\d+)$/.exec(detectFormat(sampleJsonValues([bytes]))?.why ?? '')?.[1];
      expect(records.map((record) => String(record.line))).toContain(line);
    });

    test('is of no other format by any of its records alone, nor by its beginning', () => {
      const samples = [...records.map((record) => shown([record])), ...records.map((_, n) => shown(records.slice(0, n + 1)))];
      for (const sample of samples) expect(claims(sample).filter((each) => each !== id && each !== lastResort), `records from line ${sample.records[0]?.line}`).toEqual([]);
    });
  });
});

test('what is known by what everybody writes comes last', () => {
  expect(formats.at(-1)?.id).toBe(lastResort);
});
