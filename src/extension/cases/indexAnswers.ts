import { RemoteError } from '../../protocol/rpc.ts';
import type { Engines, FolderEngine } from '../services/engines.ts';
import type { CaseRuns } from './caseRuns.ts';
import type { ServerNeeds } from './languageServer.ts';
import type { RanTexts } from './ranTexts.ts';

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

/** What the language server asks about the index, answered over all folders of the window, and what the window adds to its lenses. */
export function indexAnswers(engines: Engines, texts: RanTexts, runs: CaseRuns): Pick<ServerNeeds, 'lastResults' | 'knownTraces' | 'lensState'> {
  return {
    async lastResults() {
      const results = (await Promise.all(engines.all().map(({ client }) => client.lastResults({})))).flat();
      texts.lastAre(results);
      return results;
    },
    lensState(document, caseId) {
      const folder = engines.ofFile(document.uri)?.folder;
      return { running: folder !== undefined && runs.isRunning(folder, caseId), edited: texts.wasEdited(document, caseId) };
    },
    async knownTraces(ids) {
      const known = await Promise.all(ids.map(async (id) => {
        const found = await Promise.all(engines.all().map((each) => holds(each, id)));
        return found.includes(true);
      }));
      return ids.filter((_, index) => known[index]);
    },
  };
}
