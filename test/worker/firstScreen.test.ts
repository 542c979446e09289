import { build } from 'esbuild';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import type { WorkerApi } from '../../src/protocol/firstScreenApi.ts';
import { connect } from '../../src/protocol/rpc.ts';
import { threadPort } from '../../src/protocol/threadPort.ts';
import { serveEngine } from '../../src/worker/serveEngine.ts';
import { otlpRequest } from '../engine/otlpLines.ts';
import { TemporaryWorkspace } from '../engine/temporaryWorkspace.ts';

const asked = { language: 'en-GB', reviewer: null, state: null, keys: {} } as const;

test('the built program writes what a page shows first, beside the engine; without one there is none', async () => {
  using workspace = new TemporaryWorkspace();
  const file = join(workspace.folder, 'firstScreen.js');
  await build({ absWorkingDir: inProject(), entryPoints: ['webview/firstScreen.tsx'], outfile: file, bundle: true, platform: 'node', format: 'cjs', target: 'node22', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'silent' });
  for (const firstScreen of [file, undefined]) {
    const { port1, port2 } = new MessageChannel();
    const stop = serveEngine(port1, { workspace: workspace.folder, fallbackStorage: workspace.path('fallback') }, firstScreen === undefined ? {} : { firstScreen });
    const { client, close } = connect<WorkerApi>(threadPort(port2), 'engine');
    await client.importFiles({ paths: [workspace.write('export.jsonl', otlpRequest({ trace: 'one', id: 'root', start: 0, end: 1 }))] });
    const [trace] = (await client.listTraces({})).traces;
    const screen = await client.firstScreen({ trace: trace!.id, ...asked });
    if (firstScreen === undefined) expect(screen).toBeNull();
    else expect(screen).toMatchObject({ cursor: 0, scrolled: null, html: expect.stringMatching(/^<div class="page".*role="row" id="step-1"/su) });
    // Whose label it is decides what is pressed: under blind review another's is a number.
    await client.labelTrace({ trace: trace!.id, by: 'bob', change: { verdict: 'fail' } });
    const barOf = async (reviewer: string) => (await client.firstScreen({ trace: trace!.id, ...asked, reviewer }))?.html.match(/<button[^>]*aria-pressed="true"[^>]*>/gu)?.filter((button) => button.includes('class="chip"') && button.includes('title="Verdict fail')) ?? [];
    if (firstScreen !== undefined) {
      expect(await barOf('bob')).toHaveLength(1);
      expect(await barOf('ada')).toEqual([]);
      expect((await client.firstScreen({ trace: trace!.id, ...asked, reviewer: 'ada' }))?.html).toContain('Not reviewed, you are ada · 1 label hidden until you judge it (blind review)');
      await client.labelTrace({ trace: trace!.id, by: 'ada', change: { verdict: 'pass' } });
      expect((await client.firstScreen({ trace: trace!.id, ...asked, reviewer: 'ada' }))?.html).toMatch(/Labelled by ada, .* · bob: Fail/u);
    }
    if (firstScreen !== undefined) await expect(client.firstScreen({ trace: 'nope', ...asked })).rejects.toMatchObject({ code: 'no-such-trace' });
    close('over');
    stop();
    port1.close();
  }
});
