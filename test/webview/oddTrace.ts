import { emptySpan } from '../../src/core/model/span.ts';
import type { Span } from '../../src/core/model/span.ts';
import type { StepDetail } from '../../src/core/model/trajectory.ts';
import { recordedFrom, storyTrace } from './story.ts';
import type { Recorded } from './recordedHost.ts';

/** What exports hold besides the usual: media, parts nobody knows, arguments that are no JSON, a blocked call, lists and texts without end. */

const spans: readonly Span[] = [
  { ...emptySpan('root', 1, 'travel-agent'), kind: 'agent', status: 'ok' },
  {
    ...emptySpan('llm', 2, 'chat'), kind: 'llm', parentId: 'root', model: 'local/qwen', toolDefinitions: [],
    input: [{
      role: 'user', name: 'maria', parts: [
        { type: 'text', text: 'Book what is on this picture.\n\n| Day | City |\n|---|---|\n| 1 | Porto |\n\n```json\n{"nights": 2}\n```\n> and nothing else' },
        { type: 'media', mimeType: 'image/png', bytes: 2_100_000, sha256: 'cd'.repeat(32), uri: null },
        { type: 'media', mimeType: null, bytes: null, sha256: null, uri: 'https://example.com/a/very/long/address/of/a/picture.png' },
        { type: 'other', value: { kind: 'annotation', start: 3, end: 9 } },
      ],
    }, { role: 'tool', parts: [{ type: 'toolResult', callId: null, name: 'weather', result: { temperatures: Array.from({ length: 2418 }, (_, index) => index % 30), report: 'Sunny. '.repeat(600) } }] }],
    output: [{ role: 'assistant', parts: [{ type: 'text', text: '{"booking": {"city": "Porto", "nights": 2}, "confirmed": false, "reason": "The payment was refused by the guard before it was sent."}' }, { type: 'toolCall', id: null, name: 'pay', argumentsText: '{"amount": 12' }] }],
  },
  { ...emptySpan('tool', 3, 'execute_tool pay'), kind: 'tool', parentId: 'root', tool: { name: 'pay', callId: null, description: 'Pays.', argumentsText: '{"amount": 12', status: 'blocked' } },
];

const base = recordedFrom({ ...storyTrace, id: 'tr_odd000000001', spans });

export const oddTrace: Recorded = {
  view: {
    ...base.view,
    skeleton: {
      summary: { ...base.view.skeleton.summary, warnings: 3, cases: ['pay-without-approval'] }, steps: base.view.skeleton.steps,
      notes: [{ spanId: 'tool', message: 'The parent of execute_tool pay is not in this file; it stands under the root.' }, { spanId: null, message: 'Two spans named each other as parent.' }, { spanId: 'llm', message: 'No time is recorded for 3 steps.' }],
    },
  },
  step(n): StepDetail {
    const detail = base.step(n);
    return n === 2 ? { ...detail, cuts: [{ path: 'thread.items[1].call.result', shown: 1_000_000, whole: 24_000_000 }] } : detail;
  },
};
