import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { printableLine } from '../core/display/terminal.ts';
import { oneLine } from '../core/display/truncate.ts';
import { UserError } from '../core/support/errors.ts';
import { reviewerFrom, whyNoReviewer } from '../core/support/reviewerName.ts';

export type Reviewer = { readonly name: string; readonly from: string };

function gitEmail(folder: string): Promise<string> {
  return new Promise((resolve) => {
    // No git, no repository, no e-mail: each only means that the name comes from elsewhere.
    execFile('git', ['config', 'user.email'], { cwd: folder, timeout: 5000 }, (error, stdout) => resolve(error ? '' : stdout.trim()));
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

/** Who reads, by whom blind review hides what others say: as `findReviewer`, and nobody, "", where no name can be told. */
export async function findReader(given: string | undefined, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  if (given !== undefined) return (await findReviewer(given, folder, env)).name;
  return reviewerFrom(await gitEmail(folder)) || reviewerFrom(accountName(env));
}

/** Who labels: the name given, else the local part of git's user.email, else the name of the account. */
export async function findReviewer(given: string | undefined, folder: string, env: NodeJS.ProcessEnv): Promise<Reviewer> {
  if (given !== undefined) {
    const name = reviewerFrom(given);
    const why = whyNoReviewer(name);
    if (why !== null) throw new UserError('usage', `"${printableLine(oneLine(given, 60))}" is no name for a journal: ${why}.`, 'Use letters and digits, such as --by ana.');
    return { name, from: '--by' };
  }
  const fromEmail = reviewerFrom(await gitEmail(folder));
  if (whyNoReviewer(fromEmail) === null) return { name: fromEmail, from: 'git\'s user.email' };
  const fromAccount = reviewerFrom(accountName(env));
  if (whyNoReviewer(fromAccount) === null) return { name: fromAccount, from: 'your account' };
  throw new UserError('usage', 'Whose label this is cannot be told from git or your account.', 'Say it with --by NAME.');
}
