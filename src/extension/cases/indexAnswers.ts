import { RemoteError } from '../../protocol/rpc.ts';
import type { Engines, FolderEngine } from '../services/engines.ts';
import type { ServerNeeds } from './languageServer.ts';

async function holds({ client }: FolderEngine, id: string): Promise<boolean> {
  try {
    const { id: found, nativeId } = await client.findTrace({ trace: id });
    // A prefix finds a trace too, and is not its id.
    return found === id || nativeId === id;
  } catch (error) {
    if (error instanceof RemoteError) return false;
    throw error;
  }
}

/** What the language server asks about the index, answered over all folders of the window. */
export function indexAnswers(engines: Engines): Pick<ServerNeeds, 'lastResults' | 'knownTraces'> {
  return {
    lastResults: async () => (await Promise.all(engines.all().map(({ client }) => client.lastResults({})))).flat(),
    async knownTraces(ids) {
      const known = await Promise.all(ids.map(async (id) => {
        const found = await Promise.all(engines.all().map((each) => holds(each, id)));
        return found.includes(true);
      }));
      return ids.filter((_, index) => known[index]);
    },
  };
}
