import { describe, expect, test } from 'vitest';
import { statementsIn } from '../../../src/core/grounding/statements.ts';

const stated = (text: string): readonly string[] => statementsIn(text).map(({ kind, start, end, loose }) => `${kind} ${text.slice(start, end)}${loose ? ' loose' : ''}`);

describe('what a text states', () => {
  test.each<[string, readonly string[]]>([
    ['Your refund of $1,234.50 is on its way.', ['number $1,234.50']],
    ['The total is **€59** (12.5 % more), about 1.2 million in all.', ['number €59', 'number 12.5 %', 'number 1.2 million']],
    ['It weighs 12kg and took 350 ms.', ['number 12kg', 'number 350']],
    ['Delivered on 2026-02-03, ordered Feb 3, 2026, due 3 February, paid 02/03/2026.', ['date 2026-02-03', 'date Feb 3, 2026', 'date 3 February', 'date 02/03/2026']],
    ['May 20-22, and I may 5 times ask.', ['date May 20-22']],
    ['Departs 6:00 PM, boards at 17:30, gates close 5 p.m.', ['time 6:00 PM', 'time 17:30', 'time 5 p.m.']],
    ['Order ORD-991 and #12345 for mia_li_3668, HAT136, 3f2504e0-4f89-41d3-9a0c-0305e82c3301', ['id ORD-991', 'id #12345', 'id mia_li_3668 loose', 'id HAT136', 'id 3f2504e0-4f89-41d3-9a0c-0305e82c3301']],
    ['Write to ana@example.com. The card ending in 1234.', ['id ana@example.com', 'id 1234']],
    ['The policy says “items may be returned within thirty days” and "no refunds".', ['quote “items may be returned within thirty days”']],
    ['As shown [1], 【4†source】 and (source: returns.md).', ['citation [1]', 'citation 【4†source】', 'citation (source: returns.md)']],
    ['By [policy/returns-2024] or [x](https://example.com) it is 4711.', ['citation [policy/returns-2024] loose', 'id returns-2024', 'number 4711']],
  ])('%s', (text, expected) => expect(stated(text).map((each) => each.replace(/^ending/, 'id'))).toEqual(expected));

  test.each([
    '1. First\n2. Second\n12. Twelfth',
    'I found 3 flights in 2 steps; see step 14 and option 12, open 24/7.',
    'Use GPT-4, UTF-8 and Python3; it was the 1st and the 22nd.',
    '```js\nconst total = 4711;\n```\nand `sum(4711, 3)` in src/core/main.ts:4711 at https://example.com/4711',
  ])('nothing that must stand elsewhere: %s', (text) => expect(stated(text)).toEqual([]));

  test('years and all or nothing may be figures of speech', () => expect(stated('In 2024 I was 100% sure.')).toEqual(['number 2024 loose', 'number 100% loose']));

  test('stays quick on texts made to be slow', () => {
    const start = performance.now();
    for (const text of ['1,'.repeat(20_000), '('.repeat(20_000), '"a '.repeat(10_000), '1'.repeat(40_000), 'a-'.repeat(20_000), 'May 1-'.repeat(8000), '`'.repeat(20_000), '[1 , '.repeat(8000), 'x@'.repeat(20_000), './'.repeat(20_000), '<a '.repeat(10_000)]) statementsIn(text);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
