import { citationsOf, GREETING, questionFor, sentenceFor } from './answers.mjs';
import { bestTool, scoreTools } from './choose-tool.mjs';
import { readArguments } from './read-arguments.mjs';
import { execute, newCall, plan } from './steps.mjs';

const SMALL_TALK = /^(?:hello|hi|hey|thanks?|thank you|that's all|ok|okay|great|bye|goodbye|good morning|have a nice day|[\s,.!])+$/i;

/**
 * Answers one message: takes it apart into clauses, chooses a tool for each by rule, calls it, and says what came back.
 * `request` is {query, messages}; `root` is the run's root span. Facts it cannot know (tokens, cost) are left out.
 */
export function answer(request, { catalogue, shop, root }) {
  const earlier = earlierMessages(request);
  const run = { request, earlier, catalogue, shop, root, calls: [], approvals: [], sentences: [] };

  for (const clause of clausesOf(questionInFull(request.query, earlier))) handleClause(run, clause);
  if (run.sentences.length === 0 && SMALL_TALK.test(request.query)) run.sentences.push(GREETING);
  if (run.sentences.length === 0) escalate(run, 'No tool fits the question.');

  const escalated = run.calls.some((call) => call.name === 'escalateToHuman');
  return {
    output: run.sentences.join(' '),
    toolCalls: run.calls,
    retrieved: run.calls.flatMap((call) => (call.name === 'searchPolicies' ? call.result.documents : [])),
    citations: run.calls.flatMap(citationsOf),
    approvals: run.approvals,
    escalated,
    terminal: escalated ? 'escalated' : 'finished',
  };
}

function handleClause(run, clause) {
  const { call, missing, onceApproved } = plan(run, clause, () => decide(run, clause));
  if (missing !== undefined) run.sentences.push(questionFor(missing));
  if (call === undefined) return;

  let done = execute(run, call);
  if (done.result.mayRetry) {
    const again = plan(run, clause, () => ({ reasoning: 'Rule: a passing fault is tried once more.', call: newCall(call.name, call.arguments) }));
    done = execute(run, again.call);
  }
  run.sentences.push(sentenceFor(done));
  if (done.result.mayRetry) escalate(run, done.result.error);

  if (onceApproved !== undefined && done.result.approved) {
    plan(run, clause, () => ({ reasoning: 'Rule: it is approved, so it may go ahead.', call: onceApproved }));
    run.sentences.push(sentenceFor(execute(run, onceApproved)));
  }
}

/**
 * Which call a clause asks for. `missing` names an argument the customer has not given;
 * `onceApproved` is the call that has to wait for the approval asked for first.
 */
function decide(run, clause) {
  const scores = scoreTools(run.catalogue, clause);
  const reasoning = `Rule: the tool whose name and description share the most telling words with "${clause}". ` +
    `Scores: ${scores.map((tool) => `${tool.name} ${tool.score}`).join(', ')}.`;
  const name = bestTool(scores);
  if (name === undefined) return { scores, reasoning: `${reasoning} None fits.` };

  const tool = run.catalogue.find((candidate) => candidate.name === name);
  const told = run.earlier.filter((message) => message.role === 'user').map((message) => message.content);
  const read = readArguments(tool, clause, told);
  if (read.missing.length > 0) return { scores, reasoning: `${reasoning} Not told: ${read.missing.join(', ')}.`, missing: read.missing[0] };

  const call = newCall(name, read.arguments);
  const { refundLimit } = run.shop.settings;
  if (name !== 'issueRefund' || call.arguments.amount <= refundLimit) return { scores, reasoning, call };
  return {
    scores,
    reasoning: `${reasoning} A refund above ${refundLimit} EUR needs an approval first.`,
    call: newCall('requestApproval', { action: name, ...call.arguments }),
    onceApproved: call,
  };
}

function escalate(run, reason) {
  const { call } = plan(run, run.request.query, () => ({ reasoning: `Rule: hand over. ${reason}`, call: newCall('escalateToHuman', { reason }) }));
  run.sentences.push(sentenceFor(execute(run, call)));
}

/** The conversation before the query; a caller may repeat the query as its last message. */
function earlierMessages({ query, messages }) {
  const last = messages.at(-1);
  return last?.role === 'user' && last.content === query ? messages.slice(0, -1) : messages;
}

/** When our last message was a question, the query is its answer: what was asked for stands in the message before. */
function questionInFull(query, earlier) {
  const asked = earlier.at(-1)?.role === 'assistant' && earlier.at(-1).content.endsWith('?');
  const before = earlier.findLast((message) => message.role === 'user');
  return asked && before !== undefined ? `${before.content.replace(/[.?!]+$/, '')}, ${query}` : query;
}

function clausesOf(text) {
  return text.split(/(?<=[.?!;])\s+|\s+and\s+/).map((clause) => clause.trim()).filter((clause) => clause !== '');
}
