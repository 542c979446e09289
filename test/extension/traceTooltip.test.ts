import { describe, expect, test } from 'vitest';
import { plain } from '../../src/extension/display/markdown.ts';
import { sixAnswers, traceTooltip } from '../../src/extension/display/traceTooltip.ts';
import { label, summary } from './summaries.ts';

const sameName = (id: string): string => id;

describe('the six questions', () => {
  test('are answered from the trace', () => {
    expect(sixAnswers(summary({ feedback: 'rejected' }))).toEqual([
      ['Query', String.raw`What is the status of order 12345\?`],
      ['Tools considered', 'searchOrders, getShipment'],
      ['Tool picked', String.raw`searchOrders. Why: It looks for the order\.`],
      ['Context', '2 documents, 3,012 prompt tokens'],
      ['Response', String.raw`Delivered\.`],
      ['User', 'Rejected by the user'],
    ]);
  });

  test('tell "not recorded" from "none"', () => {
    const unknown = summary({ query: null, toolsOffered: null, toolsCalled: [], why: null, promptTokens: null, documents: null, answer: null, feedback: null });
    expect(sixAnswers(unknown).map(([, answer]) => answer)).toEqual(['Not recorded', 'Not recorded', 'No tool called', 'Not recorded', 'Not recorded', 'Not recorded']);
    expect(sixAnswers(summary({ toolsOffered: [], documents: 0, promptTokens: null }))).toEqual(expect.arrayContaining([['Tools considered', 'No tools offered'], ['Context', 'No documents']]));
  });

  test('cut long lists and say how many are left', () => {
    const tools = Array.from({ length: 20 }, (_, index) => `tool${index}`);
    expect(sixAnswers(summary({ toolsOffered: tools }))[1]?.[1]).toMatch(/tool11 and 8 more$/);
  });
});

test('the file is told with what kind of export it is', () => {
  expect(traceTooltip(summary({ formatTitle: 'Claude Code sessions' }), sameName, [])).toContain(String.raw`| File | traces\/week\.jsonl, Claude Code sessions |`);
});

test('a trace whose verdicts are hidden says so, and no more', () => {
  expect(traceTooltip(summary({ hidden: 1 }), sameName, [])).toContain(String.raw`Not reviewed by you\, judged by others\; hidden until you judge it`);
});

describe('hostile text in a tooltip', () => {
  const attack = '[free](command:workbench.action.terminal.new) ![x](https://evil.example/p.png) <img src=x> `c` | cell | $(flame) https://evil.example';
  const tooltip = traceTooltip(summary({ query: attack, answer: attack, toolsCalled: [attack], label: label({ note: attack }) }), sameName, [['Open', 'command:casebook.openTrajectory?x']]);

  test('adds no link, image, html or table cell', () => {
    const unescaped = tooltip.replaceAll(/\\./g, '');
    expect(unescaped.match(/\]\(/g)).toHaveLength(1);
    expect(unescaped).not.toMatch(/[<`!]/);
    for (const row of unescaped.split('\n').filter((line) => line.startsWith('|'))) expect(row.match(/\|/g)).toHaveLength(3);
  });

  test('draws no icon and links no address', () => {
    expect(plain('$(flame)')).not.toContain(String.raw`\$\(`);
    expect(plain('https://evil.example www.evil.example a@b.example')).not.toMatch(/:\/\/|www\.|\w@/);
  });

  test('turns nothing round', () => expect(plain('\u202egnp.exe \u001b[31mred')).toBe(String.raw`‹U\+202E›gnp\.exe red`));

  test('stays one line', () => expect(plain('a\n\n# b\r\nc')).toBe(String.raw`a \# b c`));
});

test('signals are named, each kind once; without those that hardly tell, and not before anybody looked', () => {
  const signal = (title: string, quiet?: true) => ({ id: title, title, severity: 'warning' as const, steps: [1], why: '', ...(quiet ? { quiet } : {}) });
  const tooltip = (signals: Parameters<typeof summary>[0]) => traceTooltip(summary(signals), (id) => id, []);
  expect(tooltip({ signals: [signal('Retry storm'), signal('Retry storm'), signal('Stale context'), signal('Slow', true)] })).toContain('| Signals | 2: retry storm\\, stale context |');
  expect(tooltip({ signals: [] })).toContain('| Signals | None |');
  expect(tooltip({})).not.toContain('Signals');
});
