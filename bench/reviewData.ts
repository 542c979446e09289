import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelEvent } from '../src/core/model/label.ts';
import { createProse } from './prose.ts';
import { createRandom } from './random.ts';

export const reviewTools = ['getOrder', 'searchOrders', 'issueRefund', 'getCustomer', 'searchHelp', 'sendEmail', 'createTicket', 'getShipment'];
export const reviewClasses = ['answer_quality', 'tool_selection', 'tool_arguments', 'policy_boundary', 'evidence_quality', 'recovery_behavior'];
const models = ['gpt-4.1', 'gpt-4.1-mini', 'claude-sonnet-4-5'];
const roles = ['support', 'sales', 'warehouse'];
const useCases = ['refund', 'delivery', 'account', 'other'];

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const whole = (key: string, value: number) => ({ key, value: { intValue: String(value) } });

/** Small runs as OTLP/JSON lines, one a line, spread over twelve weeks: a question, one or two tool calls, an answer. */
export function generateRuns(file: string, { traces, seed }: { readonly traces: number; readonly seed: number }): void {
  const random = createRandom(seed);
  const prose = createProse(random);
  const first = Date.UTC(2026, 7, 31);
  const apart = Math.floor((12 * 7 * 24 * 3_600_000) / traces);
  const fd = openSync(file, 'w');
  try {
    for (let n = 0; n < traces; n++) {
      const [traceId, root] = [random.hex(32), random.hex(16)];
      const model = random.pick(models);
      const isFailed = random.chance(0.08);
      let now = first + n * apart;
      const start = now;
      const nanos = (ms: number) => `${ms}000000`;
      const span = (name: string, ms: number, attributes: object[], failed = false) => {
        const made = { traceId, spanId: random.hex(16), parentSpanId: root, name, startTimeUnixNano: nanos(now), endTimeUnixNano: nanos(now + ms), attributes, status: failed ? { code: 2, message: 'timeout' } : {} };
        now += ms + 5;
        return made;
      };
      const question = [{ role: 'user', parts: [{ type: 'text', content: prose(random.between(40, 200)) }] }];
      const chat = (content: string) => span(`chat ${model}`, random.between(300, 4000), [
        text('gen_ai.operation.name', 'chat'), text('gen_ai.request.model', model), whole('gen_ai.usage.input_tokens', random.between(200, 3000)), whole('gen_ai.usage.output_tokens', random.between(20, 400)),
        text('gen_ai.input.messages', JSON.stringify(question)), text('gen_ai.output.messages', JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content }] }])),
      ]);
      const calls = Array.from({ length: random.between(1, 2) }, () => random.pick(reviewTools));
      const children = calls.map((tool) => span(`execute_tool ${tool}`, random.between(5, 900), [
        text('gen_ai.operation.name', 'execute_tool'), text('gen_ai.tool.name', tool), text('gen_ai.tool.call.id', random.hex(8)), text('gen_ai.tool.call.arguments', `{"orderId":"${random.hex(6)}"}`), text('gen_ai.tool.call.result', `{"status":"${random.pick(['sent', 'open', 'closed'])}"}`),
      ], isFailed && random.chance(0.5)));
      children.push(chat(prose(random.between(80, 400))));
      const attributes = [
        text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', 'support-agent'), text('gen_ai.conversation.id', `session-${random.hex(5)}`), text('user.id', `user-${Math.floor(random.next() ** 2 * 400)}`),
        text('casebook.user.role', random.pick(roles)), text('casebook.use_case', random.pick(useCases)), ...(random.chance(0.1) ? [text('casebook.feedback', random.pick(['accepted', 'edited', 'rejected']))] : []),
      ];
      const agent = { traceId, spanId: root, name: 'invoke_agent support-agent', startTimeUnixNano: nanos(start), endTimeUnixNano: nanos(now), attributes, status: isFailed ? { code: 2, message: 'timeout' } : {} };
      writeSync(fd, `${JSON.stringify({ resourceSpans: [{ resource: { attributes: [text('service.name', 'shop')] }, scopeSpans: [{ scope: { name: 'shop' }, spans: [agent, ...children] }] }] })}\n`);
    }
  } finally {
    closeSync(fd);
  }
}

/** What a row of labels says, for whoever loads the same into something else. */
export type LabelRow = { readonly trace: string; readonly verdict: string; readonly class: string | null; readonly lastGood: string | null; readonly firstWrong: string | null; readonly note: string | null };

/**
 * Journals of two reviewers in a workspace, who labelled one trace in five, some of them both; a third of the labels fail.
 * @param names the names of a trace's steps, in order
 * @returns the label in force of each trace
 */
export function generateJournals(workspace: string, traces: readonly { readonly id: string; readonly tools: readonly string[] }[], { labels, seed }: { readonly labels: number; readonly seed: number }): readonly LabelRow[] {
  const random = createRandom(seed);
  const prose = createProse(random);
  const lines = { ana: [] as string[], jonas: [] as string[] };
  const rows = new Map<string, LabelRow>();
  let at = Date.UTC(2026, 10, 20);
  let number = 0;
  const say = (by: 'ana' | 'jonas', trace: string, bodies: readonly object[]): void => {
    at += 1000;
    for (const body of bodies) lines[by].push(JSON.stringify({ v: 1, id: `01BENCH${String(++number).padStart(19, '0')}`, at: new Date(at).toISOString(), by, trace: { id: trace, sha256: '' }, ...body } as LabelEvent));
  };
  const step = Math.max(1, Math.floor(traces.length / labels));
  for (let n = 0; n < labels; n++) {
    const { id, tools } = traces[n * step]!;
    const isFailure = random.chance(0.35);
    const row: LabelRow = {
      trace: id, verdict: isFailure ? 'fail' : 'pass', class: isFailure ? random.pick(reviewClasses) : null, lastGood: isFailure ? 'invoke_agent support-agent' : null,
      firstWrong: isFailure ? (tools[0] ?? null) : null, note: isFailure ? prose(random.between(20, 90)) : null,
    };
    const bodies = [
      { kind: 'verdict', value: row.verdict, queue: 'week', stratum: random.chance(0.5) ? 'random' : 'enriched' },
      ...(isFailure ? [{ kind: 'class', value: { class: row.class } }, { kind: 'anchor', value: 'lastGood', step: 1, name: row.lastGood }, { kind: 'anchor', value: 'firstWrong', step: 2, name: row.firstWrong }, { kind: 'note', value: row.note }] : []),
    ];
    say('ana', id, bodies);
    if (random.chance(0.1)) say('jonas', id, bodies);
    rows.set(id, row);
  }
  mkdirSync(join(workspace, 'casebook', 'labels'), { recursive: true });
  for (const by of ['ana', 'jonas'] as const) writeFileSync(join(workspace, 'casebook', 'labels', `${by}.jsonl`), `${lines[by].join('\n')}\n`);
  return [...rows.values()];
}
