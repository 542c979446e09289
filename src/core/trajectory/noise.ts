import type { Span } from '../model/span.ts';

const transportAttribute = /^(http|url|net|network|server|client|rpc|messaging|faas|user_agent|asgi|peer)\./;
/** What these instrumentations record is how messages travel, whatever the span is called. */
const transportScope = /^(?:opentelemetry\.instrumentation\.(?:httpx|requests|urllib3?|aiohttp_\w+|asgi|wsgi|starlette|fastapi|flask|django|grpc)|@opentelemetry\/instrumentation-(?:http|undici|express|fastify|koa|grpc|net|dns)|a2a-python-sdk)$/;
const httpName = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)( |$)/;

/**
 * Whether a span only carries the others over a wire. Such spans often outnumber the agent's own; they stay in the tree
 * for their children and are hidden at first. A failed one is never noise.
 */
export function isTransport(span: Span): boolean {
  return span.status !== 'error' && carriesOthers(span);
}

/** Whether it failed or not. */
export function carriesOthers(span: Span): boolean {
  if (span.kind !== 'other') return false;
  if (span.tool || span.usage || span.documents.length > 0 || span.input.length > 0 || span.output.length > 0) return false;
  const scope = span.attributes['otel.scope.name'];
  if (typeof scope === 'string' && transportScope.test(scope)) return true;
  return httpName.test(span.name) || Object.keys(span.attributes).some((key) => transportAttribute.test(key));
}
