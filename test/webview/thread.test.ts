import { describe, expect, test } from 'vitest';
import type { ThreadItem } from '../../src/core/model/thread.ts';
import { foldThread } from '../../webview/trajectory/details/foldThread.ts';

describe('folding', () => {
  const item = (index: number, current = false): ThreadItem => ({ key: String(index), step: null, current, type: 'message', message: { role: index === 1 ? 'user' : 'assistant', parts: [] }, last: false });
  const shown = (items: readonly ThreadItem[], unfolded: ReadonlyMap<number, number> = new Map()) => foldThread(items, unfolded).map((run) => (run.type === 'fold' ? `${run.items.length} folded` : run.item.key));

  test('keeps the beginning, what is around the step, and the end', () => {
    expect(shown(Array.from({ length: 1311 }, (_, index) => item(index, index === 600)))).toEqual(['0', '1', '597 folded', '599', '600', '601', '602', '603', '705 folded', '1309', '1310']);
  });

  test('shows fifty more at a time, and never folds less than three', () => {
    const items = Array.from({ length: 100 }, (_, index) => item(index));
    expect(shown(items, new Map([[2, 50]])).slice(0, 54)).toEqual([...Array.from({ length: 52 }, (_, index) => String(index)), '46 folded', '98']);
    expect(shown(items, new Map([[2, 100]]))).toHaveLength(100);
    expect(shown(items.slice(0, 6))).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(foldThread(items.slice(0, 20), new Map(), { least: 24 })).toHaveLength(20);
  });

  test('keeps what the user asked, wherever it stands', () => {
    const said = (key: string, text: string): ThreadItem => ({ key, step: null, current: false, type: 'message', message: { role: 'user', parts: text === '' ? [{ type: 'other', value: {} }] : [{ type: 'text', text }] }, last: false });
    const items = [said('files', ''), said('reminder', 'Remember.'), ...Array.from({ length: 40 }, (_, index) => item(100 + index))];
    expect(shown(items)).toEqual(['files', 'reminder', '38 folded', '138', '139']);
    const asked = [...items.slice(0, 10), said('asked', 'Where is it?'), ...items.slice(10)];
    expect(foldThread(asked, new Map(), { query: 'Where is it? ' }).map((run) => (run.type === 'fold' ? run.items.length : run.item.key))).toEqual(['files', 'reminder', '100', 7, 'asked', 30, '138', '139']);
  });

  test('does not fold what failed', () => {
    const failed: ThreadItem = { key: 'failed', step: 5, current: false, type: 'call', call: { callId: null, name: 'x', status: 'error', step: 5, documents: 0 } };
    expect(shown([...Array.from({ length: 40 }, (_, index) => item(index)), failed, ...Array.from({ length: 40 }, (_, index) => item(50 + index))])).toEqual(['0', '1', '38 folded', 'failed', '38 folded', '88', '89']);
  });
});
