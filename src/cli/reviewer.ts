import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { journalName } from '../core/display/journalName.ts';
import { printableLine } from '../core/display/terminal.ts';
import { oneLine } from '../core/display/truncate.ts';
import { currentNames } from '../core/review/reviewerNames.ts';
import { UserError } from '../core/support/errors.ts';
import { reviewerFrom, whyNoReviewer } from '../core/support/reviewerName.ts';
import { createSettingsFile } from '../engine/configFile.ts';
import { createReviewerList } from '../engine/reviewerList.ts';
import type { Workspace } from '../engine/workspace.ts';
import type { Cli } from './cli.ts';

export type Reviewer = { readonly name: string; readonly from: string };

function gitEmail(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    // No git, no repository, no e-mail: each only means that the name comes from elsewhere.
    execFile('git', ['config', 'user.email'], { cwd: folder, env, timeout: 5000 }, (error, stdout) => resolve(error ? '' : stdout.trim()));
  });
}

/** Containers often run as a user id that no account has; then the environment may still say a name. */
function accountName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SYSTEM_ERROR') throw error;
    return env['USER'] ?? env['LOGNAME'] ?? '';
  }
}

const named = '--by';

/** Who labels, by the name they go by now: the name given, else the local part of git's user.email, else the name of the account. */
export async function findReviewer(given: string | undefined, workspace: Workspace, env: NodeJS.ProcessEnv): Promise<Reviewer> {
  const found = given === undefined ? await knownReviewer(workspace.folder, env) : namedReviewer(given);
  if (!found) throw new UserError('usage', 'Whose label this is cannot be told from git or your account.', 'Say it with --by NAME.');
  const name = currentNames(createReviewerList(createSettingsFile(workspace, 'config'))())(found.name);
  return name === found.name || given !== undefined ? { ...found, name } : { name, from: `${found.from} (${found.name}, who is ${name} in casebook/config.yaml)` };
}

/** Who reads, by whom blind review hides what others say: as `findReviewer`, and nobody, "", where no name can be told. */
export async function findReader(given: string | undefined, workspace: Workspace, env: NodeJS.ProcessEnv): Promise<string> {
  return given === undefined && !(await knownReviewer(workspace.folder, env)) ? '' : (await findReviewer(given, workspace, env)).name;
}

/** Once, before the first label in a workspace: whose it will be, and how to change that. */
export function tellReviewer({ out, workspace }: Cli, { name, from }: Reviewer): void {
  if (from !== named && !existsSync(join(workspace.labels, journalName(name)))) out.note(`Labelling as ${name}, from ${from}; --by NAME changes it.`);
}

function namedReviewer(given: string): Reviewer {
  const name = reviewerFrom(given);
  const why = whyNoReviewer(name);
  if (why !== null) throw new UserError('usage', `"${printableLine(oneLine(given, 60))}" is no name for a journal: ${why}.`, 'Use letters and digits, such as --by ana.');
  return { name, from: named };
}

async function knownReviewer(folder: string, env: NodeJS.ProcessEnv): Promise<Reviewer | undefined> {
  const fromEmail = reviewerFrom(await gitEmail(folder, env));
  if (whyNoReviewer(fromEmail) === null) return { name: fromEmail, from: 'git\'s user.email' };
  const fromAccount = reviewerFrom(accountName(env));
  return whyNoReviewer(fromAccount) === null ? { name: fromAccount, from: 'your account' } : undefined;
}
