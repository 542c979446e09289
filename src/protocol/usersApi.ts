import { z } from 'zod';
import type { FlaggedOutput, UsersReport } from '../core/model/users.ts';
import type { Method, Parsers } from './rpc.ts';

/** What became of what users said. */

export interface UsersApi {
  /** All users with their pages, and how far the loop is closed, over every trace. */
  users: Method<Record<string, never>, UsersReport & { readonly warnings: readonly string[] }>;
  /** One trace, where its user flagged it. */
  flaggedOutput: Method<{ readonly trace: string }, FlaggedOutput | null>;
}

export const usersParsers: Parsers<UsersApi> = {
  users: z.strictObject({}),
  flaggedOutput: z.strictObject({ trace: z.string() }),
};
