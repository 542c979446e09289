import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabelEvent } from '../../../src/core/model/label.ts';
import { appendLines, createJournalFile } from '../../../src/engine/journalFile.ts';

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'casebook-journal-')); });
afterAll(() => rmSync(folder, { recursive: true }));

const event = (id: string) => ({ id }) as LabelEvent;
/** A line of digits is an event, any other one is not. */
function opened(path: string) {
  const parsed: string[] = [];
  const file = createJournalFile(path, (text) => {
    parsed.push(text);
    return /^\d+$/.test(text) ? { event: event(text), finding: null } : { event: null, finding: text === '' ? null : { code: 'CJ101', message: text } };
  });
  return { file, parsed };
}

let time = 1000;
/** As another program would: whole, and at another time. */
function write(path: string, lines: readonly string[], end: string): void {
  writeFileSync(path, `${lines.join('\n')}${end}`);
  utimesSync(path, ++time, time);
}

test('whatever becomes of a file between two looks, what was added and removed amounts to what is there', () => {
  const path = join(folder, 'any.jsonl');
  const lines = fc.array(fc.constantFrom('1', '2', '3', '44', 'x', ''), { maxLength: 8 });
  fc.assert(fc.property(fc.array(fc.record({ lines, end: fc.constantFrom('\n', ''), own: fc.boolean() }), { minLength: 1, maxLength: 6 }), (looks) => {
    const { file } = opened(path);
    rmSync(path, { force: true });
    const held: string[] = [];
    for (const { lines: next, end, own } of looks) {
      if (own) {
        const events = [event('7'), event('8')];
        if (file.extend(appendLines(path, ['7', '8']), events)) held.push('7', '8');
      } else write(path, next, end);
      const change = file.refresh(statSync(path));
      for (const { id } of change?.removed ?? []) held.splice(held.indexOf(id), 1);
      held.push(...(change?.added ?? []).map(({ id }) => id));
      const fresh = opened(path).file;
      fresh.refresh(statSync(path));
      expect(held.toSorted()).toEqual(fresh.events().map(({ id }) => id).toSorted());
      expect(file.events().map(({ id }) => id)).toEqual(fresh.events().map(({ id }) => id));
      expect(file.findings()).toEqual(fresh.findings());
    }
  }), { numRuns: 200 });
});

test('of a longer file only what was added is parsed, and of one\'s own lines nothing', () => {
  const path = join(folder, 'longer.jsonl');
  const { file, parsed } = opened(path);
  write(path, ['1', '2', '3'], '\n');
  file.refresh(statSync(path));
  write(path, ['1', '9', '2', '3'], '\n');
  expect(file.refresh(statSync(path))).toEqual({ removed: [], added: [event('9')] });
  expect(file.extend(appendLines(path, ['4']), [event('4')])).toBe(true);
  expect(file.refresh(statSync(path))).toBeUndefined();
  expect(parsed).toEqual(['1', '2', '3', '9']);
  expect(file.events().map(({ id }) => id)).toEqual(['1', '9', '2', '3', '4']);
});
