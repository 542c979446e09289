import { ensureCodeServer } from '../../scripts/codeServerInstall.mjs';
import { ensurePackaged } from '../../scripts/package.mjs';

/** Once before all files of this level, which run side by side and would each write the same package. */
export async function setup(): Promise<void> {
  await ensurePackaged();
  await ensureCodeServer();
}
