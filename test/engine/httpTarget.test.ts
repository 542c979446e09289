import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultFacts, HttpTarget } from '../../src/core/model/config.ts';
import type { EvalCase } from '../../src/core/model/evalCase.ts';
import { createPricing } from '../../src/core/pricing/pricing.ts';
import { createRedactor } from '../../src/core/redaction/redactor.ts';
import { caseInput } from '../../src/engine/targets/caseInput.ts';
import { httpTarget } from '../../src/engine/targets/http.ts';
import type { Observation } from '../../src/engine/targets/target.ts';

type Asked = { readonly url: string; readonly method: string; readonly headers: IncomingMessage['headers']; readonly body: string };
type Answer = (response: ServerResponse, request: Asked) => void;

let server: Server;
let origin: string;
let answer: Answer;
let asked: Asked[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const one = { url: request.url ?? '', method: request.method ?? '', headers: request.headers, body: await text(request) };
    asked.push(one);
    answer(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  answer = (response) => response.end('{"output": "in transit"}');
});

const evalCase: EvalCase = { id: 'c', query: 'Say "hi" to {{who}}\n', vars: { who: 'Zoë & co', deep: { a: [1] } } };
async function run(config: Partial<HttpTarget> = {}, signal = new AbortController().signal): Promise<Observation> {
  const parsed = HttpTarget.parse({ type: 'http', url: `${origin}/ask`, ...config });
  const target = httpTarget('bot', parsed, { folder: '/', facts: defaultFacts, pricing: () => createPricing(), redact: createRedactor({ secrets: true, personal: false }).text });
  return target.run(evalCase, caseInput(evalCase), signal).finally(() => target.close?.());
}
const reasonOf = (seen: Observation): string => (seen.outcome === 'observed' ? `answered ${seen.trial.output}` : seen.reason);
const bodyOf = (one: Asked | undefined): unknown => JSON.parse(one?.body ?? '');

describe('what is sent', () => {
  test('by default what a program gets, as JSON', async () => {
    expect(reasonOf(await run())).toBe('answered in transit');
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/ask', headers: { 'content-type': 'application/json' } });
    expect(bodyOf(asked[0])).toEqual({ id: 'c', query: 'Say "hi" to Zoë & co\n', messages: [{ role: 'user', content: 'Say "hi" to Zoë & co\n' }], vars: evalCase.vars });
  });

  test('a template, in which whatever a case says stays one value', async () => {
    process.env['CASEBOOK_TEST_KEY'] = 's3cret';
    await run({ url: `${origin}/{{vars.who}}?q={{query}}`, headers: { authorization: 'Bearer {{env.CASEBOOK_TEST_KEY}}' }, body: { messages: '{{messages}}', first: ['{{query}}', 'to {{vars.who}}: {{vars.deep}}'], deep: '{{ vars.deep }}', n: 1 } });
    delete process.env['CASEBOOK_TEST_KEY'];
    expect(asked[0]).toMatchObject({ url: '/Zo%C3%AB%20%26%20co?q=Say%20%22hi%22%20to%20Zo%C3%AB%20%26%20co%0A', headers: { authorization: 'Bearer s3cret' } });
    expect(bodyOf(asked[0])).toEqual({ messages: [{ role: 'user', content: 'Say "hi" to Zoë & co\n' }], first: ['Say "hi" to Zoë & co\n', 'to Zoë & co: {"a":[1]}'], deep: { a: [1] }, n: 1 });
  });

  test('a text as it is, or no body at all', async () => {
    await run({ body: 'Q: {{query}}' });
    await run({ method: 'GET' });
    expect(asked[0]).toMatchObject({ body: 'Q: Say "hi" to Zoë & co\n', headers: { 'content-type': 'text/plain; charset=utf-8' } });
    expect(asked[1]).toMatchObject({ method: 'GET', body: '' });
  });

  test.each<[string, Partial<HttpTarget>, RegExp]>([
    ['a secret that is not set', { headers: { a: '{{env.CASEBOOK_TEST_NONE}}' } }, /needs the environment variable CASEBOOK_TEST_NONE, which is not set/],
    ['an unknown placeholder', { body: { q: '{{question}}' } }, /unknown placeholder \{\{question\}\}/],
    ['a variable that the case lacks', { body: { q: '{{vars.order}}' } }, /case c has no variable order/],
  ])('%s is said', async (_, config, sentence) => expect(run(config)).rejects.toThrow(sentence));

  test('a header that cannot be sent is named without its value', async () => {
    process.env['CASEBOOK_TEST_KEY'] = 'two\nlines';
    expect(reasonOf(await run({ headers: { 'x-key': '{{env.CASEBOOK_TEST_KEY}}' } }))).toBe('The target bot has a header x-key that cannot be sent. A header is one line of Latin letters.');
    delete process.env['CASEBOOK_TEST_KEY'];
  });
});

describe('what is read', () => {
  test('an answer with the names that programs use, or a text', async () => {
    answer = (response) => response.end(JSON.stringify({ output: 'x', toolCalls: [{ name: 'get', arguments: { a: 1 } }] }));
    expect(await run()).toMatchObject({ outcome: 'observed', trial: { output: 'x', calls: [{ name: 'get', args: { a: 1 } }] } });
    answer = (response) => response.end('in transit');
    expect(reasonOf(await run())).toBe('answered in transit');
  });

  test('the parts of a response by their pointers', async () => {
    answer = (response) => response.end(JSON.stringify({ choices: [{ message: { content: 'hello' } }], steps: [{ name: 'get' }], usage: { prompt_tokens: 3, completion_tokens: 4 }, cost: null }));
    const seen = await run({ response: { output: '/choices/0/message/content', toolCalls: '/steps', usage: '/usage', costUsd: '/cost', citations: '/none' } });
    expect(seen).toMatchObject({ outcome: 'observed', trial: { output: 'hello', calls: [{ name: 'get' }], tokens: 7, costUsd: null, citations: null } });
  });

  test('redirects within the origin', async () => {
    answer = (response, { url }) => (url === '/ask' ? response.writeHead(307, { location: '/there' }).end() : response.end('{"output": "from there"}'));
    expect(reasonOf(await run())).toBe('answered from there');
    expect(asked.map(({ method, body }) => [method, body !== ''])).toEqual([['POST', true], ['POST', true]]);
  });
});

describe('an agent that breaks', () => {
  const key = ['sk', 'proj', 'Zx81kQpL3vNc7RtY2mWb9HfD4sGj6AeU'].join('-');
  test.each<[string, Answer, Partial<HttpTarget>, RegExp]>([
    ['fails', (response) => response.writeHead(503).end(`the key ${key} was refused`), {}, /^The target bot answered with status 503\. It said: the key \[secret:[\w-]+\] was refused$/],
    ['does not know us', (response) => response.writeHead(404).end(), {}, /^The target bot answered with status 404\.$/],
    ['hangs', () => undefined, { timeoutMs: 300 }, /^The target bot did not answer within 300 ms\./],
    ['stops in the middle', (response) => void response.writeHead(200).write('{"output": ', () => setTimeout(() => response.destroy(), 20)), {}, /^The target bot broke off the connection: .*It may have acted already, so it was not asked again\.$/],
    ['hangs up', (response) => response.destroy(), {}, /^The target bot broke off the connection: /],
    ['never ends', (response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', pour);
      };
      pour();
    }, { maxOutputBytes: 1_048_576 }, /^The target bot answered with more than 1 MB\./],
    ['sends us elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.2:9/x' }).end(), {}, /^The target bot sent the request on to http:\/\/127\.0\.0\.2:9, which is another origin, and that was not followed\./],
    ['sends us in circles', (response) => response.writeHead(302, { location: '/ask' }).end(), {}, /more than five times/],
    ['answers half JSON', (response) => response.end('{"output": '), {}, /begins like JSON and is not/],
    ['answers an unknown name', (response) => response.end('{"ouput": "x"}'), {}, /unknown name ouput\. Did you mean output\?/],
    ['answers in Latin-1', (response) => response.end(Buffer.from('Grüße', 'latin1')), {}, /not UTF-8/],
    ['answers in UTF-16', (response) => response.end(Buffer.from('hello', 'utf16le')), {}, /UTF-16/],
    ['says it is compressed and is not', (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"output": "x"}'), {}, /^The target bot answered with a body that is not compressed as its content-encoding says\./],
    ['answers nothing', (response) => response.end(), {}, /printed nothing/],
    ['nests absurdly deep', (response) => response.end(`{"output": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`), {}, /nested too deep/],
    ['has nothing at the pointer', (response) => response.end('{"a": 1}'), { response: { output: '/text' } }, /^The target bot answered with nothing at \/text, where response in config\.yaml expects the output\.$/],
    ['answers no JSON to a pointer', (response) => response.end('<html>'), { response: { output: '/text' } }, /^The target bot answered with something that is not JSON: /],
  ])('%s', async (_, how, config, sentence) => {
    answer = how;
    expect(reasonOf(await run(config))).toMatch(sentence);
    // What was answered, or may have been, is never asked again.
    if (!/circles|sends us/.test(_)) expect(asked).toHaveLength(1);
  });

  test('on a port for mail was never asked', async () => {
    expect(reasonOf(await run({ url: 'http://127.0.0.1:25/ask' }))).toMatch(/^The target bot was never asked: http:\/\/127\.0\.0\.1:25 is on a port/);
  });

  test('is tried again where no connection can be made, and then said', async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    expect(reasonOf(await run({ url: `http://127.0.0.1:${port}/`, retries: 1 }))).toBe(`The target bot could not be reached at http://127.0.0.1:${port} (ECONNREFUSED, tried 2 times). Start it, or mend url in config.yaml.`);
  });

  test('a cancel ends it at once', async () => {
    answer = () => undefined;
    const start = performance.now();
    expect(reasonOf(await run({ timeoutMs: 60_000 }, AbortSignal.timeout(50)))).toBe('Cancelled');
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test.each([['no address', { url: 'ask me' }, /has no usable address/], ['a file', { url: 'file:///etc/passwd' }, /has no usable address/], ['spans without a place for them', { spans: 'require' as const }, /Set otlpPort, or put \{\{otlp\.endpoint\}\} into the request/]])('%s', async (_, config, sentence) => expect(reasonOf(await run(config))).toMatch(sentence));
});

describe('its spans', () => {
  test('come to the address it is told, under the trace it is given', async () => {
    answer = async (response, { headers, body }) => {
      const { endpoint } = JSON.parse(body) as { readonly endpoint: string };
      const [, traceId, parentSpanId] = String(headers['traceparent']).split('-');
      const span = { traceId, parentSpanId, spanId: '00f067aa0ba902b7', name: 'execute_tool getShipment', startTimeUnixNano: '1790000000000000000', endTimeUnixNano: '1790000000001000000', attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'execute_tool' } }, { key: 'gen_ai.tool.name', value: { stringValue: 'getShipment' } }] };
      await fetch(`${new URL(endpoint).origin}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }) });
      response.end('in transit');
    };
    const seen = await run({ body: { endpoint: '{{otlp.endpoint}}' }, spans: 'require' });
    expect(seen).toMatchObject({ outcome: 'observed', trial: { output: 'in transit', calls: [{ name: 'getShipment', step: 1 }] }, captured: { traceId: expect.stringMatching(/^tr_[0-9a-f]{12}$/) as string } });
    expect(seen.outcome === 'observed' && seen.trial.callsUnknown).toBeUndefined();
  });
});
