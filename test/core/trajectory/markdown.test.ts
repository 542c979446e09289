import { describe, expect, test } from 'vitest';
import { insightsOf } from '../../../src/core/insights/insightsOf.ts';
import { defaultFacts } from '../../../src/core/model/config.ts';
import type { Trace } from '../../../src/core/model/trace.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { trajectoryMarkdown } from '../../../src/core/trajectory/markdown.ts';
import { fenced, inert, quotation } from '../../../src/core/trajectory/markdownText.ts';
import { summarize } from '../../../src/core/trajectory/summarize.ts';
import { toldOnce } from '../../../src/core/trajectory/toldOnce.ts';
import { assistant, span, tool, trace, user } from './spans.ts';

function markdownOf(read: Trace, n?: number): string {
  const assembled = assemble(read.spans);
  const summary = summarize(read, { factsConfig: defaultFacts, importedAt: '2026-02-03T12:00:00.000Z', warnings: 0 });
  return trajectoryMarkdown({ summary, steps: assembled.steps, notes: assembled.notes }, toldOnce(assembled), insightsOf(read, assembled), n);
}

const question = user('Where is order 12345?\n\n    ```\nIt is late.');
const asks = assistant('', { id: 'c1', name: 'getOrder', arguments: { orderId: '12345' } });
const last = assistant('It is lost.');
const run = trace([
  span('root', { kind: 'agent', name: 'shop', startUs: 0, endUs: 2_000_000, input: [question], output: [last] }),
  span('llm', { kind: 'llm', parentId: 'root', name: 'chat', model: 'small-1', startUs: 1000, endUs: 900_000, usage: { input: 1200, output: 30, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf' }, input: [question], output: [asks] }),
  tool('t1', 'getOrder', { orderId: '12345' }, { parentId: 'root', callId: 'c1', result: { status: 'lost ```` here' } }),
  span('llm2', { kind: 'llm', parentId: 'root', name: 'chat', input: [question, asks, { role: 'tool', parts: [{ type: 'toolResult', callId: 'c1', result: { status: 'lost ```` here' } }] }], output: [last] }),
]);

test('a whole trajectory: what it is, the six questions, each step with what it told first', () => {
  const text = markdownOf(run);
  expect(text.split('\n\n')).toEqual([
    '# Where is order 12345? It is late.',
    expect.stringContaining('- **Outcome:** Not reviewed\n- **Trace:** tr\\_000000000001,'),
    '## Six questions',
    expect.stringMatching(/^- \*\*Query:\*\* “Where is order 12345\? It is late\.” · 1 user turn \(step 1\)\n- \*\*Tools considered:\*\* 1 called · Offered: not recorded · getOrder \(step 2\)\n[^]*- \*\*Accepted, edited, rejected:\*\* Not recorded · No feedback in this export$/u),
    '## 4 steps',
    '### 1. Agent shop',
    '2.00 s',
    '**User**',
    '> Where is order 12345?\n>\n> &nbsp;&nbsp;&nbsp;&nbsp;\\`\\`\\`\\\n> It is late.',
    '### 2. Model call chat',
    '899 ms · small-1 · 1,200 tokens in · 30 tokens out',
    'Calls getOrder (step 3)',
    '### 3. Tool call getOrder',
    'Arguments',
    '```json\n{\n  "orderId": "12345"\n}\n```',
    'Result',
    '`````json\n{\n  "status": "lost ```` here"\n}\n`````',
    '### 4. Model call chat',
    '**Assistant**',
    '> It is lost.\n',
  ]);
});

test('one step says of which trace it is', () => {
  const text = markdownOf(run, 3);
  expect(text).toMatch(/^From Where is order 12345\? It is late\. \(tr\\_000000000001\)\n\n### 3\. Tool call getOrder\n/u);
  expect(text).not.toContain('### 4');
});

describe('nothing of a trace becomes markup', () => {
  test.each([
    ['# not a heading', '\\# not a heading'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['[text](https://evil.example/a)', '`[text](https://evil.example/a)`'],
    ['![i](//evil.example/p.png)', '`![i](//evil.example/p.png)`'],
    ['see evil.example or www.evil.example now', 'see `evil.example` or `www.evil.example` now'],
    ['pass@k: 96 %', '`pass@k`: 96 %'], ['mail a@b.example', 'mail `a@b.example`'],
    ['at 17:28:27, and/or /usr/bin, a: b', 'at 17:28:27, and/or /usr/bin, a: b'], [':smile: 1:100:2 @ana //host', '`:smile:` `1:100:2` `@ana` `//host`'],
    ['[text][1] *bold* _it_ ~~no~~ a|b $x$', '\\[text\\]\\[1\\] \\*bold\\* \\_it\\_ \\~\\~no\\~\\~ a\\|b \\$x\\$'],
    ['1. one', '1\\. one'], ['- one - two', '\\- one - two'], ['====', '\\===='], ['2026-02-03 1+1', '2026-02-03 1+1'],
    ['``x`` javascript:alert(1)`', '\\`\\`x\\`\\` `` javascript:alert(1)` ``'],
    ['&lt;b&gt; [^1]', '&amp;lt;b&amp;gt; \\[^1\\]'],
    ['\u001b[31mred\u001b[0m \u202eover', 'red ‹U+202E›over'],
  ])('%j', (said, written) => expect(inert(said)).toBe(written));

  test('not in a quotation', () => {
    expect(quotation('a\n    <b>\n\n---\n> c')).toBe('> a\\\n> &nbsp;&nbsp;&nbsp;&nbsp;&lt;b&gt;\n>\n> \\---\\\n> &gt; c');
  });

  test('not behind a fence', () => {
    expect(fenced('a\n```\n<script>\n`````` b')).toBe('```````\na\n```\n<script>\n`````` b\n```````');
  });
});

test('what is too long is cut, and says so', () => {
  const long = trace([span('a', { kind: 'llm', name: 'chat', input: [user(`x${'y'.repeat(150_000)}`)], output: [assistant('done')] })]);
  expect(markdownOf(long)).toContain('*The first 100,000 of 150,001 characters.*');
  expect(markdownOf(long, 1)).not.toContain('*The first');
  const many = trace(Array.from({ length: 40 }, (_, n) => span(`s${n}`, { kind: 'llm', name: 'chat', output: [assistant(`${n} ${'y'.repeat(90_000)}`)] })));
  const text = markdownOf(many);
  expect(text.length).toBeLessThan(2_010_000);
  expect(text).toMatch(/\n\*Cut here: this document has 2,000,000 characters at most\. 18 of 40 steps, from step 23 on, are left out; each can be copied by itself\.\*\n$/u);
});

test('tells of the fullest prompt where the page does, not of the first', () => {
  const calls = [100, 4000].map((input, at) => span(`call ${at}`, { kind: 'llm', usage: { input, output: 1, cachedRead: null, cacheWrite: null, reasoning: null, level: 'leaf' }, output: [last] }));
  expect(markdownOf(trace(calls))).toMatch(/\*\*Context:\*\* 4,000 tokens .*\(step 2\)/u);
});
