import type { Span } from '../../model/span.ts';

/** Spellings of messages and tool calls that no dialect reads yet. Their spans must not look as if nothing was recorded. */
const conventions: readonly { readonly title: string; readonly attribute?: RegExp; readonly event?: RegExp }[] = [
  { title: 'the Vercel AI SDK (ai.*)', attribute: /^ai\.(?:prompt|response|toolCall)(?:\.|$)/ },
  { title: 'the older GenAI events (gen_ai.user.message and others)', event: /^gen_ai\.(?:(?:system|user|assistant|tool)\.message|choice|content\.(?:prompt|completion))$/ },
  { title: 'OpenLLMetry (gen_ai.prompt.0 and others)', attribute: /^(?:gen_ai\.(?:prompt|completion)\.\d|traceloop\.entity\.(?:input|output)$)/ },
];

/** Counts, over one source, what holds messages or tool calls in a convention that is not read. */
export function createUnreadConventions() {
  const counts = new Map<string, number>();
  const count = (title: string | undefined) => {
    if (title !== undefined) counts.set(title, (counts.get(title) ?? 0) + 1);
  };

  return {
    /** A span out of which messages or a call were read has said what it had to say. */
    span(span: Span): void {
      if (span.input.length > 0 || span.output.length > 0 || span.tool !== null) return;
      count(conventions.find(({ attribute, event }) => (attribute && Object.keys(span.attributes).some((key) => attribute.test(key))) || (event && span.events.some(({ name }) => event.test(name))))?.title);
    },
    logEvent(name: string): void {
      count(conventions.find(({ event }) => event?.test(name))?.title);
    },
    warnings: (): readonly string[] => [...counts].map(([title, times]) =>
      `${times === 1 ? 'One span or log record holds' : `${times} spans or log records hold`} content in the convention of ${title}, which Casebook does not read yet. Attributes and events of spans are kept; the messages and tool calls in them are not counted.`),
  };
}
