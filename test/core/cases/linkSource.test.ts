import { expect, test } from 'vitest';
import { applyEdits } from '../../../src/core/cases/edit.ts';
import { linkSource } from '../../../src/core/cases/linkSource.ts';
import { parseCaseFile } from '../../../src/core/cases/parse.ts';

const source = { traceId: 'tr_b', runId: 'run-b', file: 'b.jsonl', sha256: 'bb', importer: 'rows' };
const linked = (text: string): string => applyEdits(text, linkSource(text, 'a', source));

test('a case without a source gets one, and nothing else changes', () => {
  const text = '# mine\nid: a # the id\nquery: q\n';
  const after = linked(text);
  expect(after.startsWith(text)).toBe(true);
  expect(parseCaseFile(after).cases[0]?.value?.source).toEqual(source);
});

test('of a source that named another trace only what was said of that trace goes', () => {
  const text = 'cases:\n  - id: a\n    query: q\n    source: # from the pilot\n      traceId: tr_a\n      environment: pilot # stays\n      spanId: s1\n      proof: {at: "2026-01-01", sha256: x, failed: [], casebook: "1"}\n  - id: b\n    query: r\n';
  const after = linked(text);
  expect(parseCaseFile(after).cases[0]?.value?.source).toEqual({ ...source, environment: 'pilot' });
  expect(after).toContain('source: # from the pilot');
  expect(after).toContain('environment: pilot # stays');
  expect(after.endsWith('  - id: b\n    query: r\n')).toBe(true);
});

test('in JSON it leaves JSON; an empty source is filled; a case that is not there is said', () => {
  expect(JSON.parse(linked('{"id": "a", "query": "q", "source": {"traceId": "tr_a", "spanId": "s"}}'))).toEqual({ id: 'a', query: 'q', source });
  expect(parseCaseFile(linked('id: a\nquery: q\nsource: {}\n')).cases[0]?.value?.source).toEqual(source);
  expect(() => linkSource('id: b\nquery: q\n', 'a', source)).toThrow('holds no case with the id a');
});
