import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { TrajectorySkeleton } from '../../src/core/model/trajectory.ts';
import { createNavigation } from '../../webview/trajectory/navigation.ts';
import { emptySpan } from '../../src/core/model/span.ts';
import type { Span } from '../../src/core/model/span.ts';
import { recordedFrom, storyTrace } from './story.ts';

const span = (seq: number, more: Partial<Span>): Span => ({ ...emptySpan(`s${seq}`, seq, `span ${seq}`), ...more });
const failed = { status: 'error' } as const;
const get: Partial<Span> = { ...failed, attributes: { 'http.request.method': 'GET' } };

/** The step that a trace opens on. */
function opensOn(...spans: readonly Span[]): number | null {
  const { skeleton } = recordedFrom({ ...storyTrace, spans }).view;
  const navigation = createNavigation(signal<TrajectorySkeleton | null>(skeleton), signal(null));
  navigation.restore(null);
  return navigation.selected.value;
}

test.each([
  ['the first that failed', [span(1, { kind: 'agent' }), span(2, { kind: 'llm' }), span(3, { kind: 'tool', ...failed })], 3],
  ['the first that failed and does not only carry others', [span(1, get), span(2, { kind: 'agent' }), span(3, { kind: 'tool', parentId: 's2', ...failed })], 3],
  ['the cause, not what failed because of it', [span(1, { kind: 'agent', ...failed }), span(2, { kind: 'tool', parentId: 's1', ...failed })], 2],
  ['the agent, where a failed request below it is all there is', [span(1, { kind: 'agent', ...failed }), span(2, { ...get, parentId: 's1' })], 1],
  ['the first step, where nothing but transport failed', [span(1, { kind: 'agent' }), span(2, get)], 1],
  ['the first step of the agent, though transport stands before it', [span(1, { attributes: { 'http.request.method': 'GET' } }), span(2, { kind: 'agent' })], 1],
] as const)('a trace opens on %s', (_, spans, step) => expect(opensOn(...spans)).toBe(step));
