import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { BadRequest, runRequest } from './run.mjs';
import { exportSpans } from './tracing.mjs';

/** Answers POST requests on loopback until it is stopped; says on stdout where, once it listens. Port 0 is any free one. */
export function serveHttp(port, setup) {
  const server = createServer(async (request, response) => {
    const { status, body } = await answered(await text(request), setup, request.headers.traceparent);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server.listen(port, '127.0.0.1', () => process.stdout.write(`Listening on http://127.0.0.1:${server.address().port}\n`));
}

async function answered(body, setup, traceparent) {
  try {
    const { result, otlp } = runRequest(body, setup, traceparent);
    await exportSpans(otlp);
    return { status: 200, body: result };
  } catch (error) {
    return { status: error instanceof BadRequest ? 400 : 500, body: { error: error.message } };
  }
}

/** Answers lines of {id, input, traceparent} with lines of {id, answer}, until its input ends. */
export async function serveLines(setup) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, input, traceparent } = JSON.parse(line);
    const { status, body } = await answered(JSON.stringify(input), setup, traceparent);
    process.stdout.write(`${JSON.stringify(status === 200 ? { id, answer: body } : { id, error: body.error })}\n`);
  }
}
