import type { FactsConfig, HttpTarget } from '../../core/model/config.ts';
import type { Json } from '../../core/model/json.ts';
import { messageOf } from '../../core/support/errors.ts';
import { valueAtPointer } from '../../core/support/valueAt.ts';
import { readAnswer, readAnswerValue, type ReadAnswer } from './answer.ts';
import { decodeOutput } from './decodeOutput.ts';
import { fetchBounded, type HttpEnd } from './fetchBounded.ts';
import { RequestTemplate } from './requestTemplate.ts';
import { seconds, size } from './sentences.ts';
import { SpanCapture, type TrialCapture } from './spanCapture.ts';
import type { SpanTrial } from './spanTrial.ts';
import type { CaseInput, RunTarget, TargetSurroundings } from './target.ts';
import { endOfTrial, type Answered } from './trialEnd.ts';

const defaultTimeoutMs = 60_000;
const defaultMaxOutputBytes = 10 * 1024 * 1024;
const defaultRetries = 2;
const longestExcerpt = 300;

/** An agent behind an address: the case's input in a request, the answer in the response, its OpenTelemetry spans where it sends any (DESIGN 6). */
export function httpTarget(name: string, config: HttpTarget, { facts, pricing, redact }: TargetSurroundings): RunTarget {
  const { timeoutMs = defaultTimeoutMs, maxOutputBytes = defaultMaxOutputBytes, spans: mode = 'auto', method = 'POST' } = config;
  const isTold = JSON.stringify([config.url, config.headers, config.body]).includes('otlp.endpoint');
  const mayCapture = mode !== 'off' && (config.otlpPort !== undefined || isTold);
  const capture = mode !== 'off' && mayCapture ? new SpanCapture({ mode, isShortLived: false, port: config.otlpPort ?? 0, facts, pricing }) : undefined;

  function requestOf(input: CaseInput, trial: TrialCapture | undefined) {
    const template = new RequestTemplate(name, input, trial?.endpoint);
    const url = URL.parse(template.text(config.url, encodeURIComponent));
    if (!url || !/^https?:$/.test(url.protocol)) return { problem: `has no usable address: ${redact(config.url)} is no http or https URL. Mend url in config.yaml.` };
    const headers = new Headers(trial ? { traceparent: trial.traceparent } : {});
    for (const [key, value] of Object.entries(config.headers ?? {})) {
      try {
        headers.set(key, template.text(value));
      } catch (error) {
        // Whose message would quote the value, secrets and all.
        if (!(error instanceof TypeError)) throw error;
        return { problem: `has a header ${key} that cannot be sent. A header is one line of Latin letters.` };
      }
    }
    const body = method === 'GET' ? undefined : template.json(config.body ?? { id: '{{id}}', query: '{{query}}', messages: '{{messages}}', vars: '{{vars}}' });
    if (body !== undefined && !headers.has('content-type')) headers.set('content-type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
    return { job: { url, method, headers, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body), timeoutMs, maxOutputBytes, retries: config.retries ?? defaultRetries } };
  }

  function problemOf(end: Exclude<HttpEnd, { readonly how: 'response' }>, origin: string): string {
    switch (end.how) {
      case 'timeout': return `did not answer within ${seconds(timeoutMs)}. Raise timeoutMs in config.yaml if it needs longer.`;
      case 'flood': return `answered with more than ${size(maxOutputBytes)}. Raise maxOutputBytes in config.yaml if that is right.`;
      case 'aborted': return 'was cancelled.';
      case 'unreachable': return `could not be reached at ${origin} (${end.code}, tried ${end.tries === 1 ? 'once' : `${end.tries} times`}). Start it, or mend url in config.yaml.`;
      case 'broken': return `broke off the connection: ${redact(end.message)}. It may have acted already, so it was not asked again.`;
      case 'port': return `was never asked: ${origin} is on a port that is kept for another protocol, and no browser or Node asks it over HTTP. Let it listen on another one, and mend url in config.yaml.`;
      case 'undecodable': return 'answered with a body that is not compressed as its content-encoding says. It may have acted already, so it was not asked again.';
      case 'redirect': return end.why === 'origin' ? `sent the request on to ${end.to}, which is another origin, and that was not followed. If it is right, write it as url in config.yaml.` : 'sent the request on more than five times.';
    }
  }

  function read({ bytes, ms }: Extract<HttpEnd, { readonly how: 'response' }>, spans: SpanTrial | null): ReadAnswer {
    if (mode === 'only') return readAnswerValue(undefined, facts, Math.round(ms), spans);
    const { text, problem } = decodeOutput(bytes);
    if (text === null) return { trial: null, problem };
    return config.response ? readMapped(text, config.response, facts, Math.round(ms), spans) : readAnswer(text, facts, Math.round(ms), spans);
  }

  return {
    name,
    isRecorded: false,
    async run(_evalCase, input, signal) {
      if (mode !== 'auto' && mode !== 'off' && !capture) return { outcome: 'error', reason: `The target ${name} needs spans, and nothing tells it where to send them. Set otlpPort, or put {{otlp.endpoint}} into the request.` };
      const trial = await capture?.begin();
      const { job, problem } = requestOf(input, trial);
      const answered = job ? await ask(job, signal) : { problem };
      return endOfTrial(name, answered, trial, signal);
    },
    close: async () => capture?.close(),
  };

  async function ask(job: Parameters<typeof fetchBounded>[0], signal: AbortSignal): Promise<Answered> {
    const end = await fetchBounded(job, signal);
    if (end.how === 'aborted') return { cancelled: true };
    if (end.how !== 'response') return { problem: problemOf(end, job.url.origin) };
    if (end.status < 200 || end.status >= 300) {
      const said = redact(end.bytes.toString('utf8')).replace(/\s+/g, ' ').trim().slice(0, longestExcerpt);
      return { problem: `answered with status ${end.status}.${said === '' ? '' : ` It said: ${said}`}` };
    }
    return { read: (spans) => read(end, spans) };
  }
}

/** The parts of a response by the pointers of the target. Where nothing stands at one, that part is unknown; an answer has an output. */
function readMapped(text: string, pointers: NonNullable<HttpTarget['response']>, facts: FactsConfig, ms: number, spans: SpanTrial | null): ReadAnswer {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return { trial: null, problem: `answered with something that is not JSON: ${messageOf(error)}. With response, config.yaml says where the parts stand in JSON.` };
  }
  const found = Object.entries(pointers).map(([part, pointer]) => [part, valueAtPointer(value, pointer)] as const);
  if (pointers.output !== undefined && valueAtPointer(value, pointers.output) === undefined) return { trial: null, problem: `answered with nothing at ${pointers.output}, where response in config.yaml expects the output.` };
  return readAnswerValue(Object.fromEntries(found.filter(([part, each]) => each !== undefined && (each !== null || part === 'output'))), facts, ms, spans);
}
