import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Cli } from './cli.ts';

/** Writes a summary; to the one of a GitHub job it is added, as other steps write there too. */
export function writeMarkdown(file: string, text: string, { cwd, env, workspace, out }: Pick<Cli, 'cwd' | 'env' | 'workspace' | 'out'>): void {
  const path = resolve(cwd, file);
  if (env['GITHUB_STEP_SUMMARY'] !== undefined && path === resolve(env['GITHUB_STEP_SUMMARY'])) appendFileSync(path, `${text}\n`);
  else workspace.write(path, text);
  out.note(`Wrote ${file}.`);
}
