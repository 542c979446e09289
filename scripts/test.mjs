// `npm test`: every check there is, none stopping the others. `-- --only unit,cli` runs some of them.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { run } from './child.mjs';
import { ensureCodeServer } from './codeServerInstall.mjs';
import { ensureInstalled } from './install.mjs';
import { node24, toolEnvironment } from './node24.mjs';
import { ensurePackaged } from './package.mjs';
import { inProject, main, root, say, seconds, Stop } from './project.mjs';
import { afterSecondRun, readReport } from './vitestReport.mjs';

/** @typedef {import('./vitestReport.mjs').Failure} Failure */
/** @typedef {import('./vitestReport.mjs').Outcome & { unsteady?: Failure[] }} Outcome `unsteady`: failed at first, and passed the second time */

/** @param {number} code @returns {Outcome} a check that is one thing: passed or failed as a whole */
const asOne = (code) => ({ count: { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }, failures: [] });
const nothing = asOne(0);

/** @param {string} tool @param {readonly string[]} args */
const tool = async (tool, ...args) => asOne((await run(tool, args, { env: toolEnvironment(), show: true, shell: process.platform === 'win32' })).code);

/** Threads and command lines are started hundreds of times over the same files, which need compiling once. */
const compiledOnce = { NODE_COMPILE_CACHE: inProject('node_modules', '.cache', 'compiled') };

/** @param {string} project @param {NodeJS.ProcessEnv} [env] @param {readonly string[]} [files] all of the project's when none @returns {Promise<Outcome>} */
async function vitest(project, env = {}, files = []) {
  const file = inProject('test-results', `${project}.json`);
  rmSync(file, { force: true });
  const args = [inProject('node_modules', 'vitest', 'vitest.mjs'), 'run', ...files, '--project', `${project}*`, '--reporter=default', '--reporter=json', `--outputFile=${file}`];
  const { code } = await run(node24().binary, args, { env: toolEnvironment(env), show: true });
  return readReport(file, code);
}

/** A process, browser or editor that is slow for a moment must not make wrong what is right. More files that fail are no accident. */
const mostUnsteadyFiles = 3;

/** As `vitest`; the few files that fail run once more by themselves. What fails again has failed; what does not is named. @type {typeof vitest} */
async function vitestSteadied(project, env) {
  const first = await vitest(project, env);
  const files = [...new Set(first.failures.map(({ file }) => file))];
  if (files.length === 0 || files.length > mostUnsteadyFiles) return first;
  say(`\nOnce more, by themselves: ${files.map(named).join(', ')}`);
  return afterSecondRun(first, await vitest(project, env, files));
}

/** @param {string} file */
const named = (file) => relative(root, file).replaceAll('\\', '/');

/** @param {Failure} failure */
const described = ({ file, test, message }) => [`  ${named(file)}${test === '' ? '' : ` › ${test}`}`, ...message.split('\n').map((line) => `    ${line}`)].join('\n');

/** Suites over collections that lie outside of the project, and the variables that say where. */
const collections = { traces: 'CASEBOOK_TRACES', vectors: 'CASEBOOK_VECTORS' };

/** @param {keyof typeof collections} project @returns {Promise<Outcome>} */
async function suiteOver(project) {
  const variable = collections[project];
  const folder = process.env[variable];
  if (folder !== undefined && existsSync(folder)) return vitest(project);
  const why = folder === undefined || folder === '' ? `${variable} is not set` : `${variable} names ${folder}, which is not there`;
  const isRequired = process.env.CASEBOOK_REQUIRE === '1';
  say(isRequired ? `${why}, and CASEBOOK_REQUIRE=1 asks for it` : `Skipped: ${why}`);
  return asOne(isRequired ? 1 : 0);
}

/** In the order they run: what is quick to fail comes first. @type {Record<string, () => Promise<Outcome>>} */
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
  cli: () => vitestSteadied('cli', compiledOnce),
  webview: async () => vitestSteadied('webview', { CASEBOOK_BROWSER: await ensureBrowser() }),
  vscode: async () => {
    const browser = await ensureBrowser();
    await ensureCodeServer();
    return vitestSteadied('vscode', { CASEBOOK_BROWSER: browser });
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

/** @param {string} name @returns {Promise<Outcome>} */
async function runStage(name) {
  const since = performance.now();
  say(`\n── ${name}`);
  let outcome = asOne(1);
  try {
    outcome = await /** @type {() => Promise<Outcome>} */ (stages[name])();
  } catch (error) {
    say(error instanceof Stop ? error.message : String(error instanceof Error ? error.stack : error));
  }
  say(`── ${name}: ${outcome.count.failed > 0 ? 'failed' : 'done'} in ${seconds(since)}`);
  return outcome;
}

await main(import.meta.url, async () => {
  const names = chosenStages(process.argv.slice(2));
  await ensureInstalled();
  mkdirSync(inProject('test-results'), { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failing = [];
  /** @type {Failure[]} */
  const failures = [];
  /** @type {Failure[]} */
  const unsteady = [];
  for (const name of names) {
    const { count, ...told } = await runStage(name);
    failures.push(...told.failures);
    unsteady.push(...(told.unsteady ?? []));
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += count[key];
    if (count.failed > 0) failing.push(name);
  }
  say('');
  if (unsteady.length > 0) say(`Failed once, and passed when run again:\n${unsteady.map(described).join('\n')}\n`);
  if (failures.length > 0) say(`Failed:\n${failures.slice(0, 20).map(described).join('\n')}${failures.length > 20 ? `\n  and ${failures.length - 20} more` : ''}\n`);
  if (failing.length > 0) say(`Failing: ${failing.join(', ')}`);
  if (total.skipped > 0) say(`${total.skipped} skipped`);
  say(`${total.passed} passed, ${total.failed} failed`);
  // A run in which nothing could fail says nothing, unless all it was asked for was left out with its reason.
  const ranNothing = total.passed === 0 && !names.every((name) => name in collections);
  return total.failed > 0 || ranNothing ? 1 : 0;
});
