// The same run as three tools would export it. A recorded run is {run, request, answer, otlp, verdict}:
// its entry in queries.json, what was sent, what was answered, the spans as an OTLP request, and what the user made of it.

import { attributeList } from '../agent/tracing.mjs';

/** The agent's own spans. The verdict came after the run, so it is added to the root here. */
export function otlpLine({ otlp, verdict }) {
  const [root] = otlp.resourceSpans[0].scopeSpans[0].spans;
  root.attributes.push(...attributeList({ 'casebook.feedback': verdict.feedback ?? undefined, 'casebook.final_text': verdict.finalText }));
  return otlp;
}

export function flatRecord({ run, request, answer, otlp, verdict }) {
  return {
    runId: run.id,
    userId: run.user,
    query: run.query,
    toolsConsidered: toolsConsidered(otlp),
    toolSelected: answer.toolCalls[0]?.name ?? null,
    contextSummary: `${request.messages.length - 1} earlier messages; ${answer.retrieved.length} documents retrieved`,
    response: answer.output,
    userFeedback: verdict.feedback,
    latencyMs: latencyMs(otlp),
  };
}

export function chatRecord({ run, request, answer }, catalogue) {
  return {
    id: run.id,
    messages: [...request.messages, ...answer.toolCalls.flatMap(callMessages), { role: 'assistant', content: answer.output }],
    tools: catalogue.map(({ name, description, schema }) => ({ type: 'function', function: { name, description, parameters: schema } })),
  };
}

function callMessages({ id, name, arguments: args, result }) {
  return [
    { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(args) } }] },
    { role: 'tool', tool_call_id: id, content: JSON.stringify(result) },
  ];
}

/** The tools as the rule weighed them, best first: at its first decision that led to a call, else at its first. */
function toolsConsidered(otlp) {
  const plans = otlp.resourceSpans[0].scopeSpans[0].spans.filter((span) => attribute(span, 'support.plan.scores') !== undefined);
  const deciding = plans.find((span) => attribute(span, 'gen_ai.output.messages').includes('"tool_call"')) ?? plans[0];
  return Object.keys(JSON.parse(attribute(deciding, 'support.plan.scores')));
}

function attribute(span, key) {
  return span.attributes.find((entry) => entry.key === key)?.value.stringValue;
}

function latencyMs(otlp) {
  const [root] = otlp.resourceSpans[0].scopeSpans[0].spans;
  return Number(BigInt(root.endTimeUnixNano) - BigInt(root.startTimeUnixNano)) / 1e6;
}
