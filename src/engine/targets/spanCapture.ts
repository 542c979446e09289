import type { FactsConfig } from '../../core/model/config.ts';
import type { Pricing } from '../../core/pricing/pricing.ts';
import type { Patience } from '../otlpReceiver/collection.ts';
import { openReceiver, type OtlpReceiver, type TrialSpans } from '../otlpReceiver/receiver.ts';
import { readSpans, type SpanTrial } from './spanTrial.ts';

/** `require` and `only`: a trial without spans is an error. */
export type SpanMode = 'auto' | 'require' | 'only';

export type CaptureSettings = {
  readonly mode: SpanMode;
  /** Ended when it has answered: then all it had to send has been sent. */
  readonly isShortLived: boolean;
  /** Of the receiver; 0 for any. */
  readonly port: number;
  readonly facts: FactsConfig;
  readonly pricing: () => Pricing;
};

/** What came of a trial's spans. `problem` continues "The target …". */
export type CaptureEnd = { readonly spans: SpanTrial | null; readonly problem: string | null };

export type TrialCapture = Pick<TrialSpans, 'endpoint' | 'traceparent'> & {
  /** For programs that serve many trials. */
  readonly sharedEndpoint: string;
  /** @param hasAnswered false: it broke, and what it sent so far is kept to be looked at */
  finish(hasAnswered: boolean, signal: AbortSignal): Promise<CaptureEnd>;
};

/** SDKs send batches every five seconds unless they are told otherwise: who sends late is waited for until the next two have come. */
const forBatches: Patience = { firstMs: 10_000, quietMs: 6000, longestMs: 15_000 };
/** Programs that Casebook starts are told to send every 50 ms. */
const forStragglers: Patience = { firstMs: 200, quietMs: 500, longestMs: 5000 };
const noLonger: Patience = { firstMs: 0, quietMs: 100, longestMs: 1000 };

/** Receives the spans of one target's trials, from its first trial until it is closed. */
export class SpanCapture {
  readonly #settings: CaptureSettings;
  #receiver: Promise<OtlpReceiver> | undefined;
  /** Undefined until a trial has ended: the first one is given time to show whether the target sends spans at all. */
  #speaks: boolean | undefined;

  constructor(settings: CaptureSettings) {
    this.#settings = settings;
  }

  /** A UserError where the port is taken. */
  async begin(): Promise<TrialCapture> {
    const receiver = await (this.#receiver ??= openReceiver(this.#settings.port));
    const trial = receiver.open();
    return {
      endpoint: trial.endpoint, sharedEndpoint: receiver.endpoint, traceparent: trial.traceparent,
      finish: async (hasAnswered, signal) => {
        const collected = await trial.finish(hasAnswered ? this.#patience(receiver) : noLonger, signal);
        if (hasAnswered || collected !== null) this.#speaks = collected !== null || this.#speaks === true;
        if (collected === 'full') return { spans: null, problem: 'sent more than 64 MB of spans in one trial. Send less, or set spans: off.' };
        if (collected === null) return { spans: null, problem: this.#settings.mode === 'auto' ? null : 'sent no spans of this trial. Let it export them to OTEL_EXPORTER_OTLP_ENDPOINT before it answers, or set spans: auto.' };
        return { spans: readSpans(collected, this.#settings.facts, this.#settings.pricing()), problem: null };
      },
    };
  }

  #patience(receiver: OtlpReceiver): Patience {
    const isRequired = this.#settings.mode !== 'auto';
    if (this.#settings.isShortLived) return { ...forStragglers, firstMs: isRequired ? 1000 : 0 };
    if (isRequired || receiver.hasLate) return forBatches;
    return this.#speaks === false ? { ...forStragglers, firstMs: 0 } : forStragglers;
  }

  async close(): Promise<void> {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    // Why it could not be opened was said by the trial that asked for it.
    const opened = await receiver?.catch(() => undefined);
    await opened?.close();
  }
}

/** What an OpenTelemetry SDK reads from its environment to send here. Addresses for traces alone would win over it and are taken out of what is inherited. */
export function exporterEnv(endpoint: string, traceparent: string | undefined, inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: undefined, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: undefined,
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: undefined, OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: undefined,
    OTEL_BSP_SCHEDULE_DELAY: inherited['OTEL_BSP_SCHEDULE_DELAY'] ?? '50',
    TRACEPARENT: traceparent, TRACESTATE: undefined,
  };
}
