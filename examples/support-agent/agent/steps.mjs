// The two things the agent does, each leaving a span: it decides (plan) and it calls a tool (execute).
import { randomBytes } from 'node:crypto';
import { ToolError } from './shop.mjs';
import { AGENT_NAME, textMessage } from './tracing.mjs';

/** Records a decision of the rule, with its reasons, as a span of its own: there is no model, so it is no chat span. */
export function plan(run, clause, decideCall) {
  const span = run.root.child('plan', {
    'gen_ai.operation.name': 'plan',
    'gen_ai.agent.name': AGENT_NAME,
    'gen_ai.input.messages': [textMessage('user', clause)],
    'gen_ai.tool.definitions': run.catalogue.map(({ name, description, schema }) => ({ type: 'function', name, description, parameters: schema })),
  });
  const decision = decideCall();
  const parts = [{ type: 'reasoning', content: decision.reasoning }];
  if (decision.call !== undefined) parts.push({ type: 'tool_call', id: decision.call.id, name: decision.call.name, arguments: decision.call.arguments });
  span.set({
    'support.plan.scores': decision.scores === undefined ? undefined : Object.fromEntries(decision.scores.map(({ name, score }) => [name, score])),
    'gen_ai.output.messages': [{ role: 'assistant', parts, finish_reason: decision.call === undefined ? 'stop' : 'tool_call' }],
  });
  span.end();
  return decision;
}

/** Runs a planned call and files it as {id, name, arguments, result, status}; the result of an error is {error, mayRetry?}. */
export function execute(run, planned) {
  const { description } = run.catalogue.find((tool) => tool.name === planned.name);
  const span = run.root.child(`execute_tool ${planned.name}`, {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': planned.name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.description': description,
    'gen_ai.tool.call.id': planned.id,
    'gen_ai.tool.call.arguments': planned.arguments,
  });
  const call = { ...planned, ...(planned.name === 'searchPolicies' ? retrieve(run, span, planned) : attempt(run, planned)) };
  span.set({ 'gen_ai.tool.call.result': call.result, 'error.type': call.status === 'error' ? 'ToolError' : undefined });
  span.end(call.result.error);
  run.calls.push(call);
  if (call.name === 'requestApproval') recordApproval(run, call);
  return call;
}

function attempt(run, { name, arguments: args }) {
  try {
    return { result: run.shop.tools[name](args), status: 'ok' };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { result: error.passing ? { error: error.message, mayRetry: true } : { error: error.message }, status: 'error' };
  }
}

/** The search inside searchPolicies, as a span of its own with the documents it found. */
function retrieve(run, toolSpan, planned) {
  const span = toolSpan.child('search documents', { 'openinference.span.kind': 'RETRIEVER', 'input.value': planned.arguments.query });
  const outcome = attempt(run, planned);
  span.set(documentAttributes(outcome.result.documents));
  span.end();
  return outcome;
}

/** Holds for calls of that tool with these arguments, from here on. */
function recordApproval(run, { arguments: { action, ...args }, result }) {
  run.approvals.push({ granted: result.approved, by: result.approver, tool: action, args, beforeCall: run.calls.length });
}

export function newCall(name, args) {
  return { id: `call_${randomBytes(6).toString('hex')}`, name, arguments: args };
}

function documentAttributes(documents) {
  return Object.fromEntries(documents.flatMap(({ id, score, content, version, updatedAt }, n) => {
    const prefix = `retrieval.documents.${n}.document`;
    return [[`${prefix}.id`, id], [`${prefix}.score`, score], [`${prefix}.content`, content], [`${prefix}.metadata`, { version, updatedAt }]];
  }));
}
