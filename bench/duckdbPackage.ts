import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where DuckDB was installed, for the processes that measure. */
const variable = 'CASEBOOK_BENCH_DUCKDB';
const name = '@duckdb/node-api@1.5.6-r.1';

/** What we use of `@duckdb/node-api`. */
type Connection = { run(sql: string): Promise<unknown>; runAndReadAll(sql: string): Promise<{ getRows(): readonly (readonly unknown[])[] }>; closeSync(): void };
type DuckDb = { readonly DuckDBInstance: { create(path: string, options: Readonly<Record<string, string>>): Promise<{ connect(): Promise<Connection>; closeSync(): void }> } };

/**
 * Installs DuckDB beside the other packages the first time it is measured. It is no dependency of the project: registries lack its
 * binaries for some platforms, and `npm ci` then refuses all others.
 * @returns whether it is there
 */
export function installDuckDb(cache: string): boolean {
  const folder = join(cache, 'casebook-bench');
  const module = join(folder, 'node_modules', '@duckdb', 'node-api');
  if (!existsSync(module)) {
    mkdirSync(folder, { recursive: true });
    spawnSync('npm', ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', name], { stdio: 'ignore', shell: process.platform === 'win32', timeout: 120_000 });
  }
  process.env[variable] = folder;
  return existsSync(module);
}

export function duckDb(): DuckDb {
  return createRequire(join(process.env[variable] ?? '', 'index.js'))('@duckdb/node-api') as DuckDb;
}
