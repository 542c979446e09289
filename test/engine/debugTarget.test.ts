import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { call, TemporaryWorkspace } from './temporaryWorkspace.ts';

vi.setConfig({ testTimeout: 30_000 });

const agent = `import { readFileSync } from 'node:fs';
const { query } = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify({ output: 'you asked ' + query, toolCalls: [] }));
`;
const config = `casebook: 1
targets:
  bot: {type: command, command: [${JSON.stringify(process.execPath)}, agent.mjs], timeoutMs: 200}
  shell: {type: command, command: [sh, -c, "echo no"]}
  server: {type: http, url: "http://127.0.0.1:9/"}
defaultTarget: bot
`;

function writeBot(workspace: TemporaryWorkspace): void {
  workspace.write('agent.mjs', agent);
  workspace.write('casebook/config.yaml', config);
  workspace.write('casebook/cases/a.case.yaml', 'id: a\nquery: Thanks\ngroundTruth: you asked Thanks\n');
}

/** What a debugger does: connects, sees that nothing has run, lets it go on, and leaves when the program is done. */
async function attach(port: number): Promise<string> {
  let address: string | undefined;
  while (address === undefined) {
    const targets = await fetch(`http://127.0.0.1:${port}/json/list`).then((response) => response.json() as Promise<readonly { readonly webSocketDebuggerUrl: string }[]>, () => []);
    address = targets[0]?.webSocketDebuggerUrl;
    if (address === undefined) await setTimeout(50);
  }
  const socket = new WebSocket(address);
  const { promise, resolve } = Promise.withResolvers<string>();
  let waitedAt = 'nowhere';
  const say = (id: number, method: string): void => socket.send(JSON.stringify({ id, method }));
  socket.addEventListener('open', () => ['Runtime.enable', 'Debugger.enable', 'Runtime.runIfWaitingForDebugger'].forEach((method, id) => say(id + 1, method)));
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { method, params } = JSON.parse(data) as { readonly method?: string; readonly params?: { readonly reason?: string } };
    if (method === 'Debugger.paused') {
      waitedAt = params?.reason ?? 'somewhere';
      say(9, 'Debugger.resume');
    }
    if (method === 'Runtime.executionContextDestroyed') {
      socket.close();
      resolve(waitedAt);
    }
  });
  return promise;
}

test('a Node program waits for a debugger before its first line, however short its time, and then its answer counts', async () => {
  using workspace = new TemporaryWorkspace();
  writeBot(workspace);
  const { port } = await workspace.engine.freePort({}, call);
  const running = Promise.resolve(workspace.engine.runCases({ cases: ['a'], debugPort: port }, call));
  // Longer than the target's time limit.
  expect(await Promise.race([running.then(() => 'ended'), setTimeout(600, 'waits')])).toBe('waits');
  expect(await attach(port)).toBe('Break on start');
  const { results } = await running;
  expect(results.map(({ outcome, trials: [trial] }) => `${outcome} ${trial?.observed?.output}`)).toEqual(['pass you asked Thanks']);
});

test.each([
  ['shell', 'The target shell cannot be debugged from here: it starts sh, not Node.'],
  ['server', 'The target server cannot be debugged from here: Casebook asks it over HTTP and does not start it.'],
  ['replay', 'The target replay cannot be debugged from here: it answers from a recording, and nothing runs.'],
])('%s is not debugged, and why is said', async (target, why) => {
  using workspace = new TemporaryWorkspace();
  writeBot(workspace);
  await expect(async () => workspace.engine.runCases({ cases: ['a'], target, debugPort: 9229 }, call)).rejects.toThrow(why);
});
