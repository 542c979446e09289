// `npm test`: every check there is, none stopping the others. `-- --only unit,cli` runs some of them.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { ensureBrowser } from './browser.mjs';
import { run } from './child.mjs';
import { ensureCodeServer } from './codeServerInstall.mjs';
import { ensureInstalled } from './install.mjs';
import { node24, toolEnvironment } from './node24.mjs';
import { ensurePackaged } from './package.mjs';
import { inProject, main, say, seconds, Stop } from './project.mjs';
import { countReport } from './vitestReport.mjs';

/** @typedef {import('./vitestReport.mjs').Count} Count */

/** @param {number} code @returns {Count} a check that is one thing: passed or failed as a whole */
const asOne = (code) => ({ passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 });
const nothing = asOne(0);

/** @param {string} tool @param {readonly string[]} args */
const tool = async (tool, ...args) => asOne((await run(tool, args, { env: toolEnvironment(), show: true, shell: process.platform === 'win32' })).code);

/** Threads and command lines are started hundreds of times over the same files, which need compiling once. */
const compiledOnce = { NODE_COMPILE_CACHE: inProject('node_modules', '.cache', 'compiled') };

/** @param {string} project @param {NodeJS.ProcessEnv} [env] @returns {Promise<Count>} */
async function vitest(project, env = {}) {
  const file = inProject('test-results', `${project}.json`);
  rmSync(file, { force: true });
  const args = [inProject('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', `${project}*`, '--reporter=default', '--reporter=json', `--outputFile=${file}`];
  const { code } = await run(node24().binary, args, { env: toolEnvironment(env), show: true });
  return countReport(file, code);
}

/** Suites over collections that lie outside of the project, and the variables that say where. */
const collections = { traces: 'CASEBOOK_TRACES', vectors: 'CASEBOOK_VECTORS' };

/** @param {keyof typeof collections} project @returns {Promise<Count>} */
async function suiteOver(project) {
  const variable = collections[project];
  const folder = process.env[variable];
  if (folder !== undefined && existsSync(folder)) return vitest(project);
  const why = folder === undefined || folder === '' ? `${variable} is not set` : `${variable} names ${folder}, which is not there`;
  const isRequired = process.env.CASEBOOK_REQUIRE === '1';
  say(isRequired ? `${why}, and CASEBOOK_REQUIRE=1 asks for it` : `Skipped: ${why}`);
  return asOne(isRequired ? 1 : 0);
}

/** In the order they run: what is quick to fail comes first. @type {Record<string, () => Promise<Count>>} */
const stages = {
  types: () => tool('tsc', '-p', '.'),
  lint: () => tool('oxlint'),
  unit: () => vitest('unit', compiledOnce),
  traces: () => suiteOver('traces'),
  vectors: () => suiteOver('vectors'),
  package: async () => {
    await ensurePackaged();
    return nothing;
  },
  cli: () => vitest('cli', compiledOnce),
  webview: async () => vitest('webview', { CASEBOOK_BROWSER: await ensureBrowser() }),
  vscode: async () => {
    const browser = await ensureBrowser();
    await ensureCodeServer();
    return vitest('vscode', { CASEBOOK_BROWSER: browser });
  },
};

/** These look at what was built. */
const needBuild = new Set(['cli', 'webview', 'vscode']);

/** @param {readonly string[]} args */
function chosenStages(args) {
  if (args.length === 0) return Object.keys(stages);
  const names = args.length === 2 && args[0] === '--only' ? (args[1] ?? '').split(',') : [];
  const unknown = names.find((name) => !Object.hasOwn(stages, name));
  if (names.length === 0 || unknown !== undefined) throw new Stop(`npm test takes --only and a list of: ${Object.keys(stages).join(', ')}.`);
  return Object.keys(stages).filter((name) => names.includes(name) || (name === 'package' && names.some((each) => needBuild.has(each))));
}

/** @param {string} name @returns {Promise<Count>} */
async function runStage(name) {
  const since = performance.now();
  say(`\n── ${name}`);
  let count = asOne(1);
  try {
    count = await /** @type {() => Promise<Count>} */ (stages[name])();
  } catch (error) {
    say(error instanceof Stop ? error.message : String(error instanceof Error ? error.stack : error));
  }
  say(`── ${name}: ${count.failed > 0 ? 'failed' : 'done'} in ${seconds(since)}`);
  return count;
}

await main(import.meta.url, async () => {
  const names = chosenStages(process.argv.slice(2));
  await ensureInstalled();
  mkdirSync(inProject('test-results'), { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failing = [];
  for (const name of names) {
    const count = await runStage(name);
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += count[key];
    if (count.failed > 0) failing.push(name);
  }
  say('');
  if (failing.length > 0) say(`Failing: ${failing.join(', ')}`);
  if (total.skipped > 0) say(`${total.skipped} skipped`);
  say(`${total.passed} passed, ${total.failed} failed`);
  // A run in which nothing could fail says nothing, unless all it was asked for was left out with its reason.
  const ranNothing = total.passed === 0 && !names.every((name) => name in collections);
  return total.failed > 0 || ranNothing ? 1 : 0;
});
