import { closeSync, openSync, writeSync } from 'node:fs';
import { createProse } from './prose.ts';
import { createRandom } from './random.ts';

/**
 * Agent runs as OTLP/JSON lines with GenAI attributes, one request a line. As in real exports each model call repeats the
 * whole conversation so far, so most of the file is repetition; one run in fifty has a likely secret in a tool's result.
 */
export type Generated = { readonly file: string; readonly traces: number; readonly spans: number; readonly bytes: number };

type Attribute = { key: string; value: Record<string, unknown> };
type Message = { role: string; parts: Record<string, unknown>[]; finish_reason?: string };

const tools = ['getOrder', 'searchOrders', 'issueRefund', 'getCustomer', 'searchHelp', 'sendEmail', 'createTicket', 'getShipment', 'queryDatabase', 'readFile', 'runShell', 'fetchPage'];
const models = ['gpt-4.1', 'gpt-4.1-mini', 'claude-sonnet-4-5', 'claude-haiku-4-5', 'gemini-2.5-pro'];
const agents = ['support-agent', 'coding-agent', 'research-agent', 'travel-agent'];
const failures = ['timeout', 'tool_error', 'rate_limited', 'context_length'];

const text = (key: string, stringValue: string): Attribute => ({ key, value: { stringValue } });
const whole = (key: string, value: number): Attribute => ({ key, value: { intValue: String(value) } });

export function generate(file: string, { traces, seed }: { traces: number; seed: number }): Generated {
  const random = createRandom(seed);
  const prose = createProse(random);
  const messageLength = () => Math.min(6000, Math.max(120, Math.round(Math.exp(5.3 + 0.9 * normal()))));
  const normal = () => Math.sqrt(-2 * Math.log(random.next() || 1e-9)) * Math.cos(2 * Math.PI * random.next());
  const nanos = (ms: number) => `${Math.round(ms * 1000)}000`;
  const secret = () => `sk-proj-${random.hex(40)}`;
  let spansWritten = 0;

  function request(n: number): unknown {
    const traceId = random.hex(32);
    const root = random.hex(16);
    const agent = random.pick(agents);
    const model = random.pick(models);
    const leaks = random.chance(0.02);
    const fails = random.chance(0.15) ? random.pick(failures) : undefined;
    const start = 1.76e12 + n * 45_000 + random.between(0, 30_000);
    const spans: Record<string, unknown>[] = [];
    const history: Message[] = [
      { role: 'system', parts: [{ type: 'text', content: `You are ${agent}. ${prose(400)}` }] },
      { role: 'user', parts: [{ type: 'text', content: prose(messageLength()) }] },
    ];
    let now = start + 3;
    let turns = random.between(2, 9);
    const add = (name: string, duration: number, attributes: Attribute[], failed?: string) => {
      spans.push({ traceId, spanId: random.hex(16), parentSpanId: root, name, kind: 3, startTimeUnixNano: nanos(now), endTimeUnixNano: nanos(now + duration), attributes, status: failed === undefined ? {} : { code: 2, message: failed } });
      now += duration + random.between(1, 30);
    };

    for (; turns > 0; turns--) {
      const last = turns === 1;
      const reply: Message = { role: 'assistant', parts: [{ type: 'text', content: prose(messageLength()) }], finish_reason: last ? 'stop' : 'tool_call' };
      const call = { id: `call_${random.hex(20)}`, name: random.pick(tools), arguments: { id: `ord-${random.between(1, 99999)}`, query: prose(random.between(20, 90)), limit: random.between(1, 50), region: random.pick(['eu', 'us', 'apac']) } };
      if (!last) reply.parts.push({ type: 'tool_call', ...call });
      add(`chat ${model}`, random.between(200, 5000), [
        text('gen_ai.operation.name', 'chat'), text('gen_ai.provider.name', 'openai'), text('gen_ai.request.model', model), text('gen_ai.response.id', `resp_${random.hex(24)}`),
        { key: 'gen_ai.response.finish_reasons', value: { arrayValue: { values: [{ stringValue: reply.finish_reason }] } } },
        whole('gen_ai.usage.input_tokens', random.between(200, 6000)), whole('gen_ai.usage.output_tokens', random.between(20, 900)),
        text('gen_ai.input.messages', JSON.stringify(history)), text('gen_ai.output.messages', JSON.stringify([reply])),
      ], last ? fails : undefined);
      history.push(reply);
      if (last) break;
      const rows = Array.from({ length: random.between(1, 4) }, () => ({ id: random.hex(12), name: prose(14), amount: random.between(1, 100_000) / 100, note: prose(random.between(30, 160)), ok: random.chance(0.9), ...(leaks ? { key: secret() } : {}) }));
      const result = JSON.stringify({ rows, total: rows.length });
      add(`execute_tool ${call.name}`, random.between(5, 2000), [
        text('gen_ai.operation.name', 'execute_tool'), text('gen_ai.tool.name', call.name), text('gen_ai.tool.call.id', call.id),
        text('gen_ai.tool.call.arguments', JSON.stringify(call.arguments)), text('gen_ai.tool.call.result', result),
      ], random.chance(0.05) ? 'tool_error' : undefined);
      history.push({ role: 'tool', parts: [{ type: 'tool_call_response', id: call.id, response: result }] });
    }
    spans.unshift({
      traceId, spanId: root, name: `invoke_agent ${agent}`, kind: 1, startTimeUnixNano: nanos(start), endTimeUnixNano: nanos(now), status: fails === undefined ? {} : { code: 2, message: fails },
      attributes: [text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', agent), text('gen_ai.conversation.id', `session-${random.hex(8)}`), text('user.id', `user-${Math.floor(random.next() ** 2 * 400)}`)],
    });
    spansWritten += spans.length;
    return { resourceSpans: [{ resource: { attributes: [text('service.name', agent), text('service.version', `1.${n % 7}.0`)] }, scopeSpans: [{ scope: { name: 'bench', version: '1' }, spans }] }] };
  }

  const fd = openSync(file, 'w');
  let bytes = 0;
  try {
    for (let n = 0; n < traces; n++) bytes += writeSync(fd, `${JSON.stringify(request(n))}\n`);
  } finally {
    closeSync(fd);
  }
  return { file, traces, spans: spansWritten, bytes };
}
