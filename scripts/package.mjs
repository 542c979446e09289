// Builds and packages the extension: `npm run package` for this platform, `-- --universal`, or `-- --all` for every platform and universal.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrStop } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { isMusl, node24, toolEnvironment } from './node24.mjs';
import { inProject, main, manifest, say, seconds, Stop } from './project.mjs';

/** What the Marketplace calls a platform, and the binaries of better-sqlite3 it needs. */
const binaries = /** @type {const} */ ({
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'alpine-x64': 'linuxmusl-x64',
  'alpine-arm64': 'linuxmusl-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64',
  'win32-arm64': 'win32-arm64',
});

/** @typedef {keyof typeof binaries | 'universal'} Target */

const sources = ['src', 'webview', 'media', 'package.json', 'package-lock.json', 'tsconfig.json', 'esbuild.mjs', 'README.md', 'CHANGELOG.md', 'LICENSE', 'scripts/package.mjs'];

/** @returns {Target} */
export function currentTarget() {
  const target = `${isMusl() ? 'alpine' : process.platform}-${process.arch}`;
  return target in binaries ? /** @type {Target} */ (target) : 'universal';
}

const vsixOf = (/** @type {Target} */ target) => inProject(`${manifest().name}-${target}.vsix`);

/** @param {string} path relative to the project @returns {string[]} the files at or below it, in a fixed order */
function filesBelow(path) {
  const full = inProject(path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full).sort().flatMap((name) => filesBelow(join(path, name)));
}

/** One hash over everything the build reads. */
function stateOfSources() {
  const hash = createHash('sha256');
  for (const path of sources.flatMap(filesBelow)) hash.update(`${path}\0`).update(readFileSync(inProject(path))).update('\0');
  return hash.digest('hex');
}

const recordFile = inProject('.dev', 'packaged.json');

/** @returns {{ [key in 'build' | Target]?: string }} which state of the sources each was made from */
const readRecord = () => (existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : {});

/** @param {'build' | Target} made @param {string} state */
function remember(made, state) {
  mkdirSync(inProject('.dev'), { recursive: true });
  writeFileSync(recordFile, JSON.stringify({ ...readRecord(), [made]: state }));
}

/** @param {string} state */
async function ensureBuilt(state) {
  if (readRecord().build === state && existsSync(inProject('dist', 'cli.js'))) return;
  const since = performance.now();
  rmSync(inProject('dist'), { recursive: true, force: true });
  await runOrStop('The build failed:', node24().binary, ['esbuild.mjs'], { env: toolEnvironment() });
  remember('build', state);
  say(`Built in ${seconds(since)}`);
}

/**
 * vsce leaves out none of the binaries by platform, so a folder is laid out that holds only what belongs in.
 * @param {Target} target
 */
function layOut(target) {
  const folder = inProject('.dev', 'package', target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'prebuilds'), { recursive: true });
  for (const name of ['dist', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE']) {
    if (existsSync(inProject(name))) cpSync(inProject(name), join(folder, name), { recursive: true });
  }
  for (const binary of target === 'universal' ? Object.values(binaries) : [binaries[target]]) {
    cpSync(inProject('prebuilds', `${binary}.node`), join(folder, 'prebuilds', `${binary}.node`));
  }
  // The rest concerns those who build, and everything the extension needs at run time is bundled.
  const { scripts, devDependencies, optionalDependencies, allowScripts, bin, files, ...shipped } = /** @type {Record<string, unknown>} */ (manifest());
  const { node, ...engines } = /** @type {Record<string, string>} */ (shipped.engines);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...shipped, engines }, null, 2));
  return folder;
}

/**
 * Builds and packages what changed since the last time.
 * @param {Target} [target]
 * @returns {Promise<string>} the VSIX
 */
export async function ensurePackaged(target = currentTarget()) {
  const state = stateOfSources();
  await ensureBuilt(state);
  const vsix = vsixOf(target);
  if (readRecord()[target] === state && existsSync(vsix)) return vsix;
  const since = performance.now();
  const folder = layOut(target);
  const platform = target === 'universal' ? [] : ['--target', target];
  const vsce = inProject('node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--no-rewrite-relative-links'];
  await runOrStop('The extension could not be packaged:', node24().binary, [vsce, 'package', ...flags, ...platform, '--out', vsix], { cwd: folder, env: toolEnvironment() });
  rmSync(folder, { recursive: true });
  remember(target, state);
  say(`Packaged ${manifest().name}-${target}.vsix in ${seconds(since)}`);
  return vsix;
}

await main(import.meta.url, async () => {
  const [option, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (option !== undefined && option !== '--all' && option !== '--universal')) throw new Stop('npm run package takes --universal, --all, or nothing.');
  await ensureInstalled();
  const everything = /** @type {Target[]} */ ([...Object.keys(binaries), 'universal']);
  const targets = option === '--all' ? everything : option === '--universal' ? [/** @type {Target} */ ('universal')] : [currentTarget()];
  for (const target of targets) say(await ensurePackaged(target));
});
