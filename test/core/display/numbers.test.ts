import { expect, test } from 'vitest';
import { costInWords, formatBytes, formatCost, formatCount, formatPercent, formatTokens, plural } from '../../../src/core/display/numbers.ts';

test.each([
  [formatCount(0), '0'],
  [formatCount(1284), '1,284'],
  [formatCount(-3), '\u22123'],
  [formatTokens(13_569), '13,569'],
  [formatTokens(9_999_999), '9,999,999'],
  [formatTokens(41_800_000), '41.8 M'],
  [formatCost(0), '$0'],
  [formatCost(0.0026), '$0.0026'],
  [formatCost(0.00003), '<$0.0001'],
  [formatCost(18.42), '$18.42'],
  [formatCost(1284.5), '$1,284.50'],
  [costInWords(null, null), 'cost not recorded'],
  [costInWords(2, 'reported'), '$2.00'],
  [costInWords(2, 'computed', { from: '2025-08-15', to: '2025-11-24', by: 'list' }), '$2.00 by list prices of 2025-08-15 to 2025-11-24'],
  [costInWords(2, 'computed', { from: '2025-08-15', to: '2025-11-24', by: 'both' }), '$2.00 by list prices and yours of 2025-08-15 to 2025-11-24'],
  [formatPercent(0.95), '95 %'],
  [formatPercent(0), '0 %'],
  [formatPercent(1), '100 %'],
  [formatPercent(0.001), '<1 %'],
  [formatPercent(0.999), '>99 %'],
  [formatPercent(-0.12), '\u221212 %'],
  [formatBytes(1), '1 byte'],
  [formatBytes(0), '0 bytes'],
  [formatBytes(188_000), '188 kB'],
  [formatBytes(999_600), '1 MB'],
  [formatBytes(2_100_000), '2.1 MB'],
  [plural(1, 'step'), '1 step'],
  [plural(1284, 'step'), '1,284 steps'],
  [plural(0, 'query', 'queries'), '0 queries'],
])('%s', (said, wanted) => expect(said).toBe(wanted));

test('what rounds to nothing has no minus sign', () => {
  expect(formatCount(-0.2)).toBe('0');
  expect(formatPercent(-0.001)).toBe('0 %');
});
