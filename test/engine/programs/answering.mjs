// A target for tests: behaves as its first argument says.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [how, ...rest] = process.argv.slice(2);
const print = (/** @type {unknown} */ value) => process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`);

const behaviours = {
  echo: () => print({ output: readFileSync(0, 'utf8') }),
  mutter: () => {
    process.stderr.write(rest[0] ?? 'slow today');
    print('an answer');
  },
  print: () => print(rest[0] ?? ''),
  env: () => print({ output: JSON.stringify({ secret: process.env.AGENT_KEY ?? null, cwd: process.cwd() }) }),
  deep: () => print(`{"output": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
  bytes: () => process.stdout.write(Buffer.from('{"output": "Grüße"}', /** @type {BufferEncoding} */ (rest[0]))),
  late: () => setTimeout(() => print({ output: 'too late' }), 2000),
  hang: () => setInterval(() => undefined, 1000),
  stubborn: () => {
    process.on('SIGTERM', () => undefined);
    process.stderr.write('working on it\n');
    setInterval(() => undefined, 1000);
  },
  family: () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' });
    writeFileSync(rest[0] ?? 'pid', String(child.pid));
    if (rest[1] === 'leave') {
      print({ output: 'done' });
      process.exit(0);
    }
    setInterval(() => undefined, 1000);
  },
  flood: () => {
    const line = 'x'.repeat(65_536);
    const pour = () => {
      while (process.stdout.write(line));
      process.stdout.once('drain', pour);
    };
    pour();
  },
  fail: () => {
    process.stderr.write(rest[0] ?? 'first line\n\nTraceback: the database is gone\n');
    process.exitCode = 3;
  },
  die: () => process.kill(process.pid, 'SIGSEGV'),
  silent: () => undefined,
  deaf: () => {
    process.stdin.destroy();
    print({ output: 'I do not listen' });
  },
};
behaviours[/** @type {keyof typeof behaviours} */ (how)]();
