import type { ValidationContext } from '../core/cases/context.ts';
import { seenIn } from '../core/cases/seenIn.ts';
import { UserError } from '../core/support/errors.ts';
import type { Cli } from './cli.ts';

type Known = Pick<ValidationContext, 'knownTraces' | 'traceSha256' | 'seenTools' | 'seenDocuments'>;

/** What the index adds to a validation; nothing where there is none, or it cannot be read: case files are checked all the same. */
export async function knownByIndex(cli: Cli, sourceIds: readonly string[]): Promise<Known> {
  try {
    const engine = await cli.indexed();
    if (engine === undefined) return {};
    const traces = await engine.knownTraces({ ids: [...sourceIds] }, cli.calling());
    const hashes = new Map(traces.map(({ id, sha256 }) => [id, sha256]));
    return { knownTraces: new Set(hashes.keys()), traceSha256: (id) => hashes.get(id) ?? undefined, ...seenIn(await engine.catalogue({}, cli.calling())) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    cli.out.note(`What only the index knows is not checked. ${error.message}`);
    return {};
  }
}
