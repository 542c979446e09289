import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs a package that is measured against beside the other packages, the first time it is measured. It is no dependency of the project.
 * @param name with its version: `speedscope@1.25.0`
 * @returns the folder of the package; undefined where it could not be had
 */
export function installedPackage(cache: string, name: string): string | undefined {
  const folder = join(cache, 'casebook-bench');
  const installed = join(folder, 'node_modules', ...name.slice(0, name.lastIndexOf('@')).split('/'));
  if (!existsSync(installed)) {
    mkdirSync(folder, { recursive: true });
    spawnSync('npm', ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', name], { stdio: 'ignore', shell: process.platform === 'win32', timeout: 300_000 });
  }
  return existsSync(installed) ? installed : undefined;
}
