import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const workspace = join(import.meta.dirname, '../../examples/support-agent');

type Catalogue = 'faulty' | 'mended';
interface ChatMessage { readonly role: string; readonly content: string | null; readonly tool_calls?: readonly [{ readonly function: { readonly name: string; readonly arguments: string } }] }
interface Conversation { readonly id: string; readonly messages: readonly ChatMessage[] }
interface FlatRecord { readonly runId: string; readonly query: string; readonly toolSelected: string | null; readonly toolsConsidered: readonly string[]; readonly response: string; readonly userFeedback: string | null; readonly latencyMs: number }
interface Tool { readonly name: string; readonly description: string }
interface Answer {
  readonly output: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: object; readonly result: object; readonly status: string }[];
  readonly approvals: readonly { readonly granted: boolean; readonly by: string; readonly beforeCall: number }[];
  readonly escalated: boolean;
  readonly terminal: string;
}
interface Attribute { readonly key: string; readonly value: { readonly stringValue?: string } }
interface OtlpSpan {
  readonly traceId: string; readonly spanId: string; readonly parentSpanId?: string; readonly name: string;
  readonly startTimeUnixNano: string; readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[]; readonly status: { readonly code?: number; readonly message?: string };
}
interface OtlpRequest { readonly resourceSpans: readonly [{ readonly scopeSpans: readonly [{ readonly spans: readonly [OtlpSpan, ...OtlpSpan[]] }] }] }

const conversations = readLines<Conversation>('traces/support-2026-11.chat.jsonl');
const records = readLines<FlatRecord>('traces/support-2026-11.flat.jsonl');
const traces = readLines<OtlpRequest>('traces/support-2026-11.otlp.jsonl').map(spansOf);

describe('the tool catalogues', () => {
  test('differ in the description of getShipmentByOrderId and nowhere else', () => {
    const faulty = readTools('faulty');
    const mended = readTools('mended');
    const shipments = mended.find((tool) => tool.name === 'getShipmentByOrderId');
    expect(faulty.filter((tool, n) => tool.description !== mended[n]?.description).map((tool) => tool.name)).toEqual(['getShipmentByOrderId']);
    expect(faulty.map((tool) => (tool.name === 'getShipmentByOrderId' ? { ...tool, description: shipments?.description } : tool))).toEqual(mended);
  });
});

describe('the agent', () => {
  const statusQuery = { query: "What's the status of order 12345?" };

  test('with the vague description reads the order record and claims delivery', () => {
    const answer = ask('faulty', statusQuery);
    expect(answer.toolCalls.map((call) => call.name)).toEqual(['getOrder']);
    expect(answer.output).toContain('is delivered');
  });

  test('with the clear description asks for the shipment and says in transit', () => {
    const answer = ask('mended', statusQuery);
    expect(answer.toolCalls).toMatchObject([{ name: 'getShipmentByOrderId', arguments: { orderId: '12345' }, result: { status: 'in_transit' }, status: 'ok' }]);
    expect(answer.output).toMatch(/^Order 12345 is in transit/);
  });

  test.each<Catalogue>(['faulty', 'mended'])('calls no tool for small talk (%s)', (catalogue) => {
    expect(ask(catalogue, { query: "thanks, that's all" })).toMatchObject({ toolCalls: [], escalated: false, terminal: 'finished' });
  });

  test('moves no money above the limit before a supervisor has approved', () => {
    const waiting = ask('mended', { query: 'The customer of order 12345 wants 450 EUR back, please refund now.' });
    expect(waiting.toolCalls.map((call) => call.name)).toEqual(['requestApproval']);
    expect(waiting.approvals).toMatchObject([{ granted: false, by: 'supervisor' }]);

    const approved = ask('mended', { query: 'Please refund 180 EUR for order 12391.' });
    expect(approved.toolCalls.map((call) => call.name)).toEqual(['requestApproval', 'issueRefund']);
    expect(approved.approvals).toMatchObject([{ granted: true, by: 'supervisor', beforeCall: 1 }]);
  });

  test('tries again when a carrier is silent, then hands over', () => {
    const answer = ask('mended', { query: 'Where is shipment 12402 now?' });
    expect(answer.toolCalls.map((call) => `${call.name} ${call.status}`)).toEqual(['getShipmentByOrderId error', 'getShipmentByOrderId error', 'escalateToHuman ok']);
    expect(answer).toMatchObject({ escalated: true, terminal: 'escalated' });
  });

  test('says which order it does not know, and does not try again', () => {
    const answer = ask('mended', { query: "What's the status of order 99999?" });
    expect(answer.toolCalls.map((call) => call.status)).toEqual(['error']);
    expect(answer.output).toBe('There is no order 99999.');
  });

  test('never answers with what it cannot know', () => {
    expect(Object.keys(ask('mended', statusQuery)).toSorted()).toEqual(['approvals', 'citations', 'escalated', 'output', 'retrieved', 'terminal', 'toolCalls']);
  });

  test.each([['not JSON', 'Send one JSON object'], ['{"question": "?"}', 'no "query"']])('refuses %s with a sentence', (input, sentence) => {
    const ended = start('mended', input);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain(sentence);
    expect(ended.stdout).toBe('');
  });

  test('writes the spans of the very calls it answers with', () => {
    const folder = mkdtempSync(join(tmpdir(), 'support-agent-'));
    try {
      const file = join(folder, 'spans.jsonl');
      const ended = start('faulty', JSON.stringify({ id: 'r1', ...statusQuery, vars: { user: 'ana', conversation: 'c-1' } }), '--otlp', file);
      const answer: Answer = JSON.parse(ended.stdout);
      const spans = spansOf(JSON.parse(readFileSync(file, 'utf8')));
      expect(attribute(spans[0], 'gen_ai.conversation.id')).toBe('c-1');
      expect(spans.flatMap((span) => attribute(span, 'gen_ai.tool.call.id') ?? [])).toEqual(answer.toolCalls.map((call) => call.id));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the recording', () => {
  test('holds the same 24 runs in all three exports', () => {
    const ids = conversations.map((conversation) => conversation.id);
    expect(new Set(ids).size).toBe(24);
    expect(records.map((record) => record.runId)).toEqual(ids);
    expect(traces.map(([root]) => attribute(root, 'support.request.id'))).toEqual(ids);
  });

  test('has six answers that the user rejected, as the README lists them', () => {
    const rejected = records.filter((record) => record.userFeedback === 'rejected').map((record) => record.runId);
    const listed = [...readFileSync(join(workspace, 'README.md'), 'utf8').matchAll(/^\| (support-\d+) \| (.*?) \|/gm)];
    expect(listed.map(([, id]) => id).toSorted()).toEqual(rejected);
    for (const [, id, question] of listed) expect(records.find((record) => record.runId === id)?.query).toBe(question);
  });

  test('agrees between exports on answer, first tool, verdict and duration', () => {
    for (const [n, record] of records.entries()) {
      const [root, ...rest] = traces[n] ?? [];
      expect.assert(root !== undefined);
      expect(attribute(root, 'gen_ai.output.messages')).toContain(JSON.stringify(record.response));
      expect(attribute(root, 'casebook.feedback') ?? null).toBe(record.userFeedback);
      expect(rest.map((span) => attribute(span, 'gen_ai.tool.name')).find((name) => name !== undefined) ?? null).toBe(record.toolSelected);
      expect(Number(BigInt(root.endTimeUnixNano) - BigInt(root.startTimeUnixNano)) / 1e6).toBe(record.latencyMs);
      expect(record.toolsConsidered).toHaveLength(9);
    }
  });

  test('is a forest of whole traces with measured times inside their parents', () => {
    const traceIds = new Set<string>();
    for (const spans of traces) {
      traceIds.add(spans[0].traceId);
      const byId = new Map(spans.map((span) => [span.spanId, span]));
      expect(byId.size).toBe(spans.length);
      expect(spans.filter((span) => span.parentSpanId === undefined)).toEqual([spans[0]]);
      for (const span of spans) {
        expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
        expect(span.traceId).toBe(spans[0].traceId);
        expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
        expect(span.endTimeUnixNano).toMatch(/^\d{19}$/);
        expect(BigInt(span.endTimeUnixNano)).toBeGreaterThan(BigInt(span.startTimeUnixNano));
        const parent = span.parentSpanId === undefined ? span : byId.get(span.parentSpanId);
        expect.assert(parent !== undefined, `${span.name} has a parent outside its trace`);
        expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(parent.startTimeUnixNano));
        expect(BigInt(span.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(parent.endTimeUnixNano));
      }
    }
    expect(traceIds.size).toBe(24);
  });

  test('marks the calls that failed, with the reason, and nothing else', () => {
    const failed = traces.flat().filter((span) => span.status.code === 2);
    expect(failed.map((span) => [span.name, span.status.message])).toEqual([
      ['execute_tool getShipmentByOrderId', 'Velo Courier does not answer.'],
      ['execute_tool getShipmentByOrderId', 'Velo Courier does not answer.'],
    ]);
  });

  test.each(conversations)('$id is what the faulty agent does today', ({ id, messages }) => {
    expect(replay('faulty', messages), `${id} changed: run node examples/support-agent/record.mjs`).toEqual(recorded(messages));
  });

  test('would differ in the shipment questions alone, had the description been clear', () => {
    const changed = conversations.filter(({ messages }) => JSON.stringify(replay('mended', messages)) !== JSON.stringify(recorded(messages)));
    expect(changed.map((conversation) => conversation.id)).toEqual(['support-01', 'support-02', 'support-04', 'support-10', 'support-19']);
  }, 60_000);
});

/** What a conversation did after the user's last message: the calls in order, and the answer. */
function recorded(messages: readonly ChatMessage[]): object {
  return {
    calls: messages.flatMap((message) => message.tool_calls?.map((call) => [call.function.name, JSON.parse(call.function.arguments)]) ?? []),
    output: messages.at(-1)?.content,
  };
}

function replay(catalogue: Catalogue, messages: readonly ChatMessage[]): object {
  const asked = messages.slice(0, messages.findLastIndex((message) => message.role === 'user') + 1);
  const answer = ask(catalogue, { query: asked.at(-1)?.content, messages: asked });
  return { calls: answer.toolCalls.map((call) => [call.name, call.arguments]), output: answer.output };
}

function ask(catalogue: Catalogue, request: object): Answer {
  const ended = start(catalogue, JSON.stringify(request));
  expect(ended.stderr).toBe('');
  return JSON.parse(ended.stdout);
}

function start(catalogue: Catalogue, input: string, ...more: readonly string[]) {
  return spawnSync(process.execPath, ['agent/main.mjs', '--tools', `agent/tools.${catalogue}.json`, ...more], { cwd: workspace, input, encoding: 'utf8' });
}

function readTools(catalogue: Catalogue): readonly Tool[] {
  return JSON.parse(readFileSync(join(workspace, `agent/tools.${catalogue}.json`), 'utf8'));
}

function readLines<Line>(file: string): readonly Line[] {
  return readFileSync(join(workspace, file), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
}

function spansOf(request: OtlpRequest): readonly [OtlpSpan, ...OtlpSpan[]] {
  return request.resourceSpans[0].scopeSpans[0].spans;
}

function attribute(span: OtlpSpan, key: string): string | undefined {
  return span.attributes.find((entry) => entry.key === key)?.value.stringValue;
}
