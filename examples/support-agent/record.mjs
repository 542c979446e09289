// Runs the faulty agent over queries.json and writes the three exports in traces/. Usage: node record.mjs
// Every run is a process of its own. Ids are random and durations are measured; only the wall clock is moved,
// to the `at` of each query, so that the recording spans a week. Recording again changes ids and durations, nothing else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chatRecord, flatRecord, otlpLine } from './record/exports.mjs';
import { verdict } from './record/verdict.mjs';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const TOOLS = 'agent/tools.faulty.json';

const { users, runs } = readJson('queries.json');
const data = readJson('data/orders.json');
const catalogue = readJson(TOOLS);
const scratch = mkdtempSync(join(tmpdir(), 'support-agent-'));
const conversations = new Map();

const recorded = runs.map((run) => {
  const earlier = conversations.get(run.conversation) ?? [];
  const messages = [...earlier, { role: 'user', content: run.query }];
  const vars = { user: run.user, role: users[run.user], useCase: run.useCase, conversation: run.conversation };
  const request = { id: run.id, query: run.query, messages, vars };

  const otlpFile = join(scratch, `${run.id}.json`);
  const answered = execFileSync(process.execPath, ['agent/main.mjs', '--tools', TOOLS, '--otlp', otlpFile, '--at', run.at], { input: JSON.stringify(request), encoding: 'utf8' });
  const answer = JSON.parse(answered);
  conversations.set(run.conversation, [...messages, { role: 'assistant', content: answer.output }]);
  return { run, request, answer, otlp: readJson(otlpFile), verdict: verdict(run, answer.output, data) };
});
rmSync(scratch, { recursive: true });

writeLines('traces/support-2026-11.otlp.jsonl', recorded.map(otlpLine));
writeLines('traces/support-2026-11.flat.jsonl', recorded.map(flatRecord));
writeLines('traces/support-2026-11.chat.jsonl', recorded.map((one) => chatRecord(one, catalogue)));

for (const { run, answer, verdict: { feedback } } of recorded) {
  const tools = answer.toolCalls.map((call) => (call.status === 'ok' ? call.name : `${call.name} (${call.status})`));
  console.log(`${run.id}  ${(feedback ?? 'no verdict').padEnd(10)}  ${tools.join(', ') || 'no tool'}\n    ${run.query}\n    ${answer.output}`);
}
console.log(`${recorded.length} runs, ${recorded.filter((one) => one.verdict.feedback === 'rejected').length} rejected`);

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function writeLines(file, records) {
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
