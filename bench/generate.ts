import { closeSync, openSync, writeSync } from 'node:fs';
import { createProse } from './prose.ts';
import { createRandom } from './random.ts';

/**
 * Agent runs as OTLP/JSON lines with GenAI attributes, one request a line. As in real exports each model call repeats the
 * whole conversation so far, so most of the file is repetition; one run in fifty has a likely secret in a tool's result.
 */
export type Generated = { readonly file: string; readonly traces: number; readonly spans: number; readonly bytes: number };

export type GenerateOptions = {
  readonly traces: number;
  readonly seed: number;
  /** So many spans in each run, with the last two messages in each call instead of all. */
  readonly spans?: number;
  /** Characters of the question, in runs of two model calls and a tool's between them. */
  readonly question?: number;
};

type Attribute = { key: string; value: Record<string, unknown> };
type Message = { role: string; parts: Record<string, unknown>[]; finish_reason?: string };
type Call = { id: string; name: string; arguments: Record<string, unknown> };

const tools = ['getOrder', 'searchOrders', 'issueRefund', 'getCustomer', 'searchHelp', 'sendEmail', 'createTicket', 'getShipment', 'queryDatabase', 'readFile', 'runShell', 'fetchPage'];
const models = ['gpt-4.1', 'gpt-4.1-mini', 'claude-sonnet-4-5', 'claude-haiku-4-5', 'gemini-2.5-pro'];
const agents = ['support-agent', 'coding-agent', 'research-agent', 'travel-agent'];
const failures = ['timeout', 'tool_error', 'rate_limited', 'context_length'];

const text = (key: string, stringValue: string): Attribute => ({ key, value: { stringValue } });
const whole = (key: string, value: number): Attribute => ({ key, value: { intValue: String(value) } });

export function generate(file: string, { traces, seed, spans: spansEach, question }: GenerateOptions): Generated {
  const random = createRandom(seed);
  const prose = createProse(random);
  const normal = () => Math.sqrt(-2 * Math.log(random.next() || 1e-9)) * Math.cos(2 * Math.PI * random.next());
  const messageLength = () => Math.min(8192, Math.max(200, Math.round(Math.exp(6.1 + 0.95 * normal()))));
  const nanos = (ms: number) => `${Math.round(ms * 1000)}000`;
  const secret = () => `sk-proj-${random.hex(40)}`;
  let spansWritten = 0;

  const newCall = (): Call => ({ id: `call_${random.hex(20)}`, name: random.pick(tools), arguments: { id: `ord-${random.hex(10)}`, query: prose(random.between(20, 120)), limit: random.between(1, 50), options: { region: random.pick(['eu', 'us', 'apac']), dryRun: random.chance(0.3) } } });

  function toolResult(leaks: boolean): string {
    const rows: Record<string, unknown>[] = [];
    for (let length = messageLength(); length > 0; ) {
      const row = { id: random.hex(12), name: prose(14), amount: random.between(1, 100_000) / 100, at: new Date(1.75e12 + random.between(0, 1e10)).toISOString(), note: prose(random.between(30, 160)), ok: random.chance(0.9), ...(leaks ? { key: secret() } : {}) };
      rows.push(row);
      length -= JSON.stringify(row).length;
    }
    return JSON.stringify({ rows, total: rows.length, next: null });
  }

  function request(n: number): unknown {
    const traceId = random.hex(32);
    const root = random.hex(16);
    const agent = random.pick(agents);
    const model = random.pick(models);
    const leaks = random.chance(0.02);
    const fails = random.chance(0.15) ? random.pick(failures) : undefined;
    const start = 1.76e12 + n * 45_000 + random.between(0, 30_000);
    const steps = question !== undefined ? 3 : spansEach === undefined ? random.between(3, 12) : spansEach - 1;
    const spans: Record<string, unknown>[] = [];
    const history: Message[] = [
      { role: 'system', parts: [{ type: 'text', content: `You are ${agent}. ${prose(600)}` }] },
      { role: 'user', parts: [{ type: 'text', content: prose(question ?? messageLength()) }] },
    ];
    const tokens = { input: 0, output: 0 };
    let now = start + 3;
    let pending: Call | undefined;
    const add = (name: string, kind: number, duration: number, attributes: Attribute[], failed?: string) => {
      spans.push({ traceId, spanId: random.hex(16), parentSpanId: root, name, kind, startTimeUnixNano: nanos(now), endTimeUnixNano: nanos(now + duration), attributes, status: failed === undefined ? {} : { code: 2, message: failed } });
      now += duration + random.between(1, 30);
    };

    function chat(last: boolean): void {
      const reply: Message = { role: 'assistant', parts: [{ type: 'text', content: prose(messageLength()) }], finish_reason: last ? 'stop' : 'tool_call' };
      if (!last) reply.parts.push({ type: 'tool_call', ...(pending = newCall()) });
      const input = random.between(200, 6000);
      const output = random.between(20, 900);
      tokens.input += input;
      tokens.output += output;
      add(`chat ${model}`, 3, random.between(300, 6000), [
        text('gen_ai.operation.name', 'chat'), text('gen_ai.provider.name', 'openai'), text('gen_ai.request.model', model), text('gen_ai.response.model', `${model}-2025-09`),
        { key: 'gen_ai.request.temperature', value: { doubleValue: 0.2 } }, { key: 'gen_ai.response.finish_reasons', value: { arrayValue: { values: [{ stringValue: reply.finish_reason }] } } },
        whole('gen_ai.usage.input_tokens', input), whole('gen_ai.usage.output_tokens', output), text('gen_ai.response.id', `resp_${random.hex(24)}`),
        text('gen_ai.input.messages', JSON.stringify(spansEach === undefined ? history : history.slice(-2))), text('gen_ai.output.messages', JSON.stringify([reply])),
      ], last ? fails : undefined);
      history.push(reply);
    }

    function tool(): void {
      const call = pending ?? newCall();
      pending = undefined;
      const result = toolResult(leaks);
      add(`execute_tool ${call.name}`, 1, random.between(5, 2500), [
        text('gen_ai.operation.name', 'execute_tool'), text('gen_ai.tool.name', call.name), text('gen_ai.tool.type', 'function'), text('gen_ai.tool.call.id', call.id),
        text('gen_ai.tool.call.arguments', JSON.stringify(call.arguments)), text('gen_ai.tool.call.result', result),
      ], random.chance(0.06) ? 'tool_error' : undefined);
      history.push({ role: 'tool', parts: [{ type: 'tool_call_response', id: call.id, response: result }] });
    }

    function retrieval(): void {
      const documents = Array.from({ length: random.between(2, 5) }, () => ({ id: random.hex(10), score: random.next(), content: prose(random.between(200, 900)) }));
      add('retrieval help', 3, random.between(5, 400), [text('gen_ai.operation.name', 'retrieval'), text('gen_ai.data_source.id', 'help'), text('gen_ai.retrieval.query.text', prose(80)), text('gen_ai.retrieval.documents', JSON.stringify(documents))]);
    }

    for (let step = 0; step < steps; step++) {
      const last = step === steps - 1;
      const luck = random.next();
      if (step === 0 || last || (pending === undefined && luck < 0.6)) chat(last);
      else if (pending !== undefined || luck < 0.9) tool();
      else retrieval();
      if (spansEach !== undefined && history.length > 8) history.splice(2, history.length - 8);
    }
    spans.unshift({
      traceId, spanId: root, name: `invoke_agent ${agent}`, kind: 1, startTimeUnixNano: nanos(start), endTimeUnixNano: nanos(now), status: fails === undefined ? {} : { code: 2, message: fails },
      attributes: [
        text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', agent), text('gen_ai.conversation.id', `session-${random.hex(8)}`), text('user.id', `user-${Math.floor(random.next() ** 2 * 400)}`),
        text('gen_ai.request.model', model), whole('gen_ai.usage.input_tokens', tokens.input), whole('gen_ai.usage.output_tokens', tokens.output),
      ],
    });
    spansWritten += spans.length;
    const resource = [text('service.name', agent), text('service.version', `1.${n % 7}.0`), text('deployment.environment.name', 'prod')];
    return { resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope: { name: 'opentelemetry.instrumentation.genai', version: '0.9' }, spans }] }] };
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
