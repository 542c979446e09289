// A worker for tests: each question says how it is to be answered.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const write = (/** @type {string} */ text) => process.stdout.write(text);
const say = (/** @type {unknown} */ value) => write(`${JSON.stringify(value)}\n`);
let asked = 0;

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, input: { query }, traceparent } = JSON.parse(line);
  const [how, ...rest] = query.split(' ');
  const answer = { id, answer: { output: JSON.stringify({ pid: process.pid, asked: ++asked, traceparent }) } };
  const behaviours = {
    answer: () => say(answer),
    chatter: () => write(`thinking\n${JSON.stringify(answer)}\n`),
    plain: () => say({ id, answer: 'in transit' }),
    slowly: () => {
      const text = `${JSON.stringify(answer)}\n`;
      write(text.slice(0, 10));
      setTimeout(() => write(text.slice(10)), 50);
    },
    later: () => setTimeout(() => say(answer), 50),
    refuse: () => say({ id, error: 'the database is gone' }),
    crash: () => {
      process.stderr.write('out of memory\n');
      process.exit(7);
    },
    die: () => process.kill(process.pid, 'SIGSEGV'),
    hang: () => undefined,
    leave: () => process.exit(0),
    half: () => write('{"id": "1", "ans\n'),
    halfAndLeave: () => process.stdout.write(`{"id": "${id}", "answer": {"outp`, () => process.exit(0)),
    twice: () => write(`${JSON.stringify(answer)}\n${JSON.stringify(answer)}\n`),
    again: () => {
      say(answer);
      setTimeout(() => say(answer), Number(rest[0] ?? 30));
    },
    ghost: () => {
      say(answer);
      setTimeout(() => say({ ...answer, id: 'ghost' }), Number(rest[0]));
    },
    ghostFirst: () => write(`${JSON.stringify({ ...answer, id: 'ghost' })}\n${JSON.stringify(answer)}\n`),
    logs: () => write(`${JSON.stringify(answer)}\n{"level": "info"}\n`),
    once: () => process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0)),
    wrong: () => say({ ...answer, id: 'other' }),
    shapeless: () => say({ output: 'no id' }),
    unknown: () => say({ id, answer: { ouput: 'x' } }),
    nan: () => write(`{"id": "${id}", "answer": {"output": "x", "costUsd": NaN}}\n`),
    deep: () => write(`{"id": "${id}", "answer": {"output": ${'['.repeat(5000)}${']'.repeat(5000)}}}\n`),
    latin1: () => process.stdout.write(Buffer.from(`{"id": "${id}", "answer": "Grüße"}\n`, 'latin1')),
    utf16: () => process.stdout.write(Buffer.from(`{"id": "${id}", "answer": "x"}\n`, 'utf16le')),
    flood: () => {
      const pour = () => {
        while (write('x'.repeat(65_536)));
        process.stdout.once('drain', pour);
      };
      pour();
    },
    family: () => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
      writeFileSync(rest[0], String(child.pid));
      say(answer);
    },
  };
  behaviours[/** @type {keyof typeof behaviours} */ (how)]();
});
process.stdin.on('end', () => {
  if (process.argv[2] !== undefined) writeFileSync(process.argv[2], 'ended');
});
