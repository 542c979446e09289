import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bytes } from '../../src/engine/containers/bytes.ts';
import { usualSizes } from '../../src/engine/importSizes.ts';
import { lineBlocks } from '../../src/engine/lineBlocks.ts';

const inChunks = (text: string, size: number): Bytes => ({
  *chunks(from = 0) {
    for (let at = from; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
  },
  read: () => Buffer.alloc(0), size: () => text.length, taken: () => 0, trouble: () => undefined, close() {},
});
const long = (length: number) => 'x'.repeat(length);

test('blocks are whole lines one behind the other, with the number of their first, however the file is cut into chunks', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('', 'a', long(40_000), long(700_000), long(2_500_000)), { maxLength: 12 }), fc.boolean(), fc.constantFrom(64_000, 1_000_000, 9_000_000), (lines, ended, chunk) => {
    const text = lines.join('\n') + (ended && lines.length > 0 ? '\n' : '');
    const blocks = [...lineBlocks(inChunks(text, chunk), { offset: 0, line: 1 }, usualSizes.block)];
    expect(blocks.reduce((at, { offset, length }) => (offset === at ? at + length : NaN), 0)).toBe(text.length);
    for (const { offset, line, length } of blocks) {
      expect(offset === 0 || text[offset - 1] === '\n').toBe(true);
      expect(offset + length === text.length || text[offset + length - 1] === '\n').toBe(true);
      expect(text.slice(0, offset).split('\n')).toHaveLength(line);
    }
  }), { numRuns: 60 });
});

test('it ends before a line that is too long to be worth handing over', () => {
  const text = `a\n${long(1_000_000)}\n${long(40_000_000)}\nb\n`;
  expect([...lineBlocks(inChunks(text, 1_000_000), { offset: 0, line: 1 }, usualSizes.block)]).toEqual([{ offset: 0, line: 1, length: 1_000_003 }]);
});
