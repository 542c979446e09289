// Usage: node agent/main.mjs --tools FILE [--otlp FILE] [--at ISO-TIME] [--serve PORT | --lines | --spans-only]
// One request as JSON on stdin, one answer as JSON on stdout. --serve answers over HTTP instead, --lines one line after another.
import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BadRequest, runRequest } from './run.mjs';
import { serveHttp, serveLines } from './serve.mjs';
import { exportSpans } from './tracing.mjs';

const { values: options } = parseArgs({ options: { tools: { type: 'string' }, otlp: { type: 'string' }, at: { type: 'string' }, serve: { type: 'string' }, lines: { type: 'boolean' }, 'spans-only': { type: 'boolean' } } });
if (options.tools === undefined) stop('Say which tool catalogue to use: --tools agent/tools.mended.json');

const setup = {
  tools: options.tools,
  catalogue: JSON.parse(readFileSync(options.tools, 'utf8')),
  orders: JSON.parse(readFileSync(new URL('../data/orders.json', import.meta.url), 'utf8')),
  at: options.at,
};
if (options.serve !== undefined) serveHttp(Number(options.serve), setup);
else if (options.lines) await serveLines(setup);
else await answerOnce();

async function answerOnce() {
  const { result, otlp } = run(readFileSync(0, 'utf8'));
  if (options.otlp !== undefined) appendFileSync(options.otlp, `${JSON.stringify(otlp)}\n`);
  await exportSpans(otlp);
  // As an agent that was never made for this: it acts, leaves its spans, and says something for people.
  process.stdout.write(options['spans-only'] ? 'Done.\n' : `${JSON.stringify(result)}\n`);
}

function run(text) {
  try {
    return runRequest(text, setup, process.env.TRACEPARENT);
  } catch (error) {
    if (error instanceof BadRequest) stop(error.message);
    throw error;
  }
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
