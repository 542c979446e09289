// The desktop VS Code, where there is one that can show a window.
import { findOnPath, run } from './child.mjs';
import { say } from './project.mjs';

const windows = process.platform === 'win32';

/** @returns {string | undefined} the `code` or `codium` command; CASEBOOK_EDITOR=code-server passes over it */
export function findDesktop() {
  if (process.env.CASEBOOK_EDITOR === 'code-server') return undefined;
  const command = findOnPath(['code', 'codium']);
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI } = process.env;
  const canShow = process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY || VSCODE_IPC_HOOK_CLI);
  if (command !== undefined && !canShow) say(`${command} is here, but there is no display to open it on: code-server instead`);
  return canShow ? command : undefined;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} whether it did it; its complaint is printed when not (it refuses to run as root, for one)
 */
export async function askDesktop(command, args) {
  const { code, output } = await run(command, args, { shell: windows });
  if (code !== 0) say(`${output.trimEnd()}\n${command} cannot be used: code-server instead`);
  return code === 0;
}
