import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installVsix, prepareProfile } from '../../scripts/codeServer.mjs';
import { ensurePackaged } from '../../scripts/package.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of extensions in which Casebook is installed. */
    readonly extensions: string;
  }
}

/** Once before all files of this level: the package is made, and installed for all windows. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'casebook-'));
  const extensions = join(folder, 'ext');
  await installVsix(await prepareProfile(folder, {}, extensions), await ensurePackaged());
  project.provide('extensions', extensions);
  return () => rmSync(folder, { recursive: true, force: true });
}
