import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { badCases, suiteText, writeWorkspace } from './caseFiles.ts';
import { figureOf } from './figure.ts';
import type { Figure, Round } from './figure.ts';
import { installedPackage } from './installedPackage.ts';
import { startLsp } from './lspServer.ts';
import type { LspServer } from './lspServer.ts';
import type { Measurement } from './measurement.ts';
import { scratchFolder } from './scratch.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const peer = 'yaml-language-server@2.0.0';
/** So long yaml-language-server waits before it checks. */
const peerWaitsMs = 200;
const files = 10_000;

/** Case files over LSP, as an editor meets them: opened, typed in, completed; and a large workspace while it is indexed. */
export const language: Measurement = {
  names: ['language'],
  async run({ rounds, say }): Promise<readonly Figure[]> {
    const ours = join(project, 'dist-test', 'bench', 'server.cjs');
    await build({ absWorkingDir: project, entryPoints: ['src/server/main.ts'], outfile: ours, bundle: true, platform: 'node', format: 'cjs', minify: true, logLevel: 'error' });
    const installed = installedPackage(join(project, 'node_modules', '.cache'), peer);
    if (installed === undefined) say(`${peer} cannot be installed here: figures beside it are left out.`);
    return [...(installed === undefined ? [] : await typing(ours, join(installed, 'bin', 'yaml-language-server'), rounds)), ...await indexing(ours, rounds, say)];
  },
};

type Rounds = Parameters<Measurement['run']>[0]['rounds'];
type Say = (sentence: string) => void;

async function typing(ours: string, theirs: string, rounds: Rounds): Promise<readonly Figure[]> {
  using folder = scratchFolder();
  const schema = pathToFileURL(join(project, 'media', 'case.schema.json')).href;
  const open: Round[] = [];
  const key: Round[] = [];
  const keyAlone: Round[] = [];
  const growth: Round[] = [];
  const completion: Round[] = [];
  let round = 0;
  await rounds(async () => {
    round += 1;
    await using own = await startLsp(ours, folder.path);
    await using other = await startLsp(theirs, folder.path);
    const uriOf = (name: string) => pathToFileURL(join(folder.path, 'casebook', 'cases', `${name}-${round}.case.yaml`)).href;
    // Both have read the schema and run their code once before it counts.
    for (const server of [own, other]) await server.open(uriOf('small'), suiteText(10, schema, 'small'));
    const text = suiteText(1000, schema);
    const [mine, peers] = [await own.open(uriOf('thousand'), text), await other.open(uriOf('thousand'), text)];
    if (mine.count < badCases(1000) || peers.count < badCases(1000)) throw new Error(`${badCases(1000)} problems should be told, but there are ${mine.count} and ${peers.count}.`);
    open.push({ value: mine.ms, against: peers.ms });
    const ownKey = await keysIn(own, uriOf('thousand'), 1000, 15);
    const peerKey = await keysIn(other, uriOf('thousand'), 1000, 3);
    key.push({ value: ownKey, against: peerKey });
    keyAlone.push({ value: ownKey, against: Math.max(1, peerKey - peerWaitsMs) });
    const asked: number[] = [];
    for (let n = 0; n < 11; n++) asked.push((await own.ask('textDocument/completion', { textDocument: { uri: uriOf('thousand') }, position: { line: lineOf(500) + 9, character: 16 } })).ms);
    completion.push({ value: middle(asked), against: 20 });
    await own.open(uriOf('five'), suiteText(5000, schema, 'five'));
    growth.push({ value: await keysIn(own, uriOf('five'), 5000, 15), against: ownKey });
  });
  return [
    figureOf('open a file of 1,000 cases', 'ms', peer, open, 1 / 8),
    figureOf('keystroke at 1,000 cases', 'ms', `${peer}, which waits ${peerWaitsMs} ms before it checks`, key, 1 / 100),
    figureOf('keystroke at 1,000 cases, all waiting left out', 'ms', `${peer} less its ${peerWaitsMs} ms`, keyAlone, 1 / 100),
    figureOf('keystroke at 5,000 cases', 'ms', 'keystroke at 1,000 cases', growth),
    figureOf('completion at 1,000 cases', 'ms', '20 ms', completion, 1),
  ];
}

/** The line of the text's case, counted from 0. */
const lineOf = (n: number): number => 7 + n * 16;

/** The middle one of the times from a key, typed into the query of a case in the middle, to the diagnostics. */
async function keysIn(server: LspServer, uri: string, cases: number, keys: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < keys; n++) times.push((await server.type(uri, { line: lineOf(cases / 2) + 1, character: 14 }, 'x')).ms);
  return middle(times);
}

async function indexing(ours: string, rounds: Rounds, say: Say): Promise<readonly Figure[]> {
  say(`language: a workspace of ${files} case files`);
  const first: Round[] = [];
  const hovers: Round[] = [];
  const again: Round[] = [];
  await rounds(async () => {
    using fresh = scratchFolder();
    writeWorkspace(fresh.path, files);
    const cold = await indexed(ours, fresh.path);
    first.push({ value: cold.ms, against: 1000 });
    hovers.push({ value: cold.hoverP99, against: 100 });
    // What was written a moment before it was looked at is looked at again, so the second start is made a little later.
    await new Promise((resolve) => { setTimeout(resolve, 2500); });
    await indexed(ours, fresh.path);
    again.push({ value: (await indexed(ours, fresh.path)).ms, against: 1000 });
  });
  return [
    figureOf(`index ${files} case files`, 'ms', 'a second', first),
    figureOf('hover while they are indexed, 99 of 100', 'ms', '100 ms', hovers, 1),
    figureOf(`index ${files} case files again`, 'ms', 'a second', again, 1),
  ];
}

/** From the server's start until a file on screen is told that its id stands in the last file, too; hovers are asked for all the while. */
async function indexed(ours: string, folder: string): Promise<{ readonly ms: number; readonly hoverP99: number }> {
  const start = performance.now();
  await using server = await startLsp(ours, folder);
  const uri = pathToFileURL(join(folder, 'casebook', 'cases', 'new.case.yaml')).href;
  const text = `id: order-${files - 1}\nquery: Where is it?\nexpectedTool: getOrder\nexpectedBehavior: Says where it is\nkind: capability\n`;
  const known = server.becomes(uri, 1);
  const times: number[] = [];
  let done = false;
  await server.open(uri, text);
  const waited = known.then(() => {
    done = true;
    return performance.now() - start;
  });
  while (!done) {
    times.push((await server.ask('textDocument/hover', { textDocument: { uri }, position: { line: 2, character: 3 } })).ms);
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { ms: await waited, hoverP99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
