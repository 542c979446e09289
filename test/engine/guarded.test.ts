import { expect, test } from 'vitest';
import { otlpRequest } from './otlpLines.ts';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

const tool = { trace: 'alpha', id: 'refund', parent: 'root', start: 10, end: 20, name: 'execute_tool issueRefund', attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'issueRefund', 'gen_ai.tool.call.arguments': '{"amount":500}' } };
const guard = (decision: string) => ({ trace: 'alpha', id: 'guard', parent: 'refund', start: 11, end: 12, name: 'apply_guardrail', attributes: { 'gen_ai.operation.name': 'apply_guardrail', 'gen_ai.security.decision.type': decision } });
const root = { trace: 'alpha', id: 'root', start: 0, end: 30 };

test.each([['deny', true], ['allow', false]])('a guardrail that says %s below a call', async (decision, blocked) => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', `${otlpRequest(root, tool)}\n${otlpRequest(guard(decision))}\n`);
  await workspace.import('a.jsonl');
  const [summary] = (await workspace.engine.listTraces({}, call)).traces;
  const { steps } = await workspace.engine.openTrajectory({ trace: summary!.id }, call);
  expect(steps.map((step) => [step.name, step.blocked])).toContainEqual(['issueRefund', blocked]);
});

test('it does so whichever comes first, and once the guardrail arrives', async () => {
  using workspace = new TemporaryWorkspace();
  workspace.write('a.jsonl', `${otlpRequest(root, tool)}\n`);
  workspace.write('b.jsonl', `${otlpRequest(guard('deny'))}\n`);
  await workspace.import('a.jsonl');
  await workspace.import('b.jsonl');
  const [summary] = (await workspace.engine.listTraces({}, call)).traces;
  const blocked = async () => (await workspace.engine.openTrajectory({ trace: summary!.id }, call)).steps.filter((step) => step.blocked).map((step) => step.name);
  expect(await blocked()).toEqual(['issueRefund']);
  expect((await workspace.import('a.jsonl', 'b.jsonl')).files.map((each) => each.unchanged)).toEqual([1, 1]);
  expect(await blocked()).toEqual(['issueRefund']);
});
