import type { Option } from 'commander';
import type { Cli } from './cli.ts';
import { option } from './command.ts';
import { findReader } from './reviewer.ts';

/** Who reads traces, and whether blind review hides what others say of them. */
export type BlindOptions = { readonly by?: string; readonly all?: true };

export const allOption = (): Option => option('--all', 'also what others say of traces that you have not judged');
export const blindOptions = (): readonly Option[] => [allOption(), option('--by <name>', 'who reads (default: from git\'s user.email, else your account)')];

/** The reader as a request names one; none where all is asked for. */
export async function readerOf({ workspace, env }: Pick<Cli, 'workspace' | 'env'>, { by, all }: BlindOptions): Promise<{ readonly reader?: string }> {
  return all ? {} : { reader: await findReader(by, workspace, env) };
}
