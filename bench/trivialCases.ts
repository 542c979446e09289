import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from '../src/core/model/recording.ts';
import type { Trial } from '../src/core/model/trace.ts';

/** The same small question for every runner: whether an answer says one thing. */
const question = (n: number): string => `Where is order ${n}?`;
const answer = (n: number): string => `Order ${n} is on its way.`;
const expected = 'on its way';
const perFile = 500;

const answered = (n: number): Trial => ({
  calls: [], output: answer(n), retrieved: null, citations: null, state: null, approvals: null, escalated: null, terminal: 'finished', fallback: null,
  latencyMs: 900, costUsd: 0.001, tokens: 300, turns: 1, feedback: null, redacted: [],
});

/** A workspace with so many cases; with recordings, they can be replayed. */
export function writeTrivialCases(folder: string, cases: number, recorded: boolean): void {
  const [casesFolder, recordings] = [join(folder, 'casebook', 'cases'), join(folder, 'casebook', 'recordings')];
  mkdirSync(casesFolder, { recursive: true });
  mkdirSync(recordings, { recursive: true });
  for (let first = 0; first < cases; first += perFile) {
    const numbers = Array.from({ length: Math.min(perFile, cases - first) }, (_, at) => first + at);
    writeFileSync(join(casesFolder, `orders-${first}.case.yaml`), `casebook: 1\ndefaults: {kind: capability}\ncases:\n${numbers.map((n) => `  - id: order-${n}\n    query: ${question(n)}\n    groundTruth: ${expected}\n`).join('')}`);
    if (!recorded) continue;
    for (const n of numbers) {
      const recording: Recording = { casebook: 1, case: `order-${n}`, source: {}, messages: [{ role: 'user', content: question(n) }], trial: answered(n), cuts: [] };
      writeFileSync(join(recordings, `order-${n}.json`), JSON.stringify(recording));
    }
  }
}

/** An agent as a program: once for a question, or as a worker for many. */
export const agentProgram = `import { createInterface } from 'node:readline';
const answer = ({ query }) => ({ output: query.replace('Where is order', 'Order').replace('?', ' is on its way.') });
if (process.argv[2] === 'worker') createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, input } = JSON.parse(line);
  process.stdout.write(JSON.stringify({ id, answer: answer(input) }) + '\\n');
});
else {
  let text = '';
  process.stdin.setEncoding('utf8').on('data', (chunk) => { text += chunk; }).on('end', () => console.log(JSON.stringify(answer(JSON.parse(text)))));
}
`;

/** For its `echo` provider, which answers what it is asked. */
export function promptfooConfig(cases: number): string {
  const tests = Array.from({ length: cases }, (_, n) => `  - vars: {said: "${answer(n)}"}\n    assert: [{type: contains, value: ${expected}}]\n`).join('');
  return `prompts: ["{{said}}"]\nproviders: [echo]\ntests:\n${tests}`;
}

export const vitestFile = (cases: number): string => `import { expect, test } from 'vitest';
for (let n = 0; n < ${cases}; n++) test('order ' + n, () => expect('Order ' + n + ' is on its way.').toContain('${expected}'));
`;
