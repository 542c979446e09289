import type { Engines } from '../services/engines.ts';
import type { CaseRuns } from './caseRuns.ts';
import type { ServerNeeds } from './languageServer.ts';
import type { RanTexts } from './ranTexts.ts';

/** What the language server asks about the index, answered over all folders of the window, and what the window adds to its lenses. */
export function indexAnswers(engines: Engines, texts: RanTexts, runs: CaseRuns): Pick<ServerNeeds, 'lastResults' | 'knownTraces' | 'catalogue' | 'lensState'> {
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
      const [first = [], ...more] = await Promise.all(engines.all().map(({ client }) => client.knownTraces({ ids: [...ids] })));
      const known = new Map(first.map((each) => [each.id, each]));
      // Two folders may hold the same trace. Where they hold two, nothing can be said of its records.
      for (const each of more.flat()) known.set(each.id, known.has(each.id) && known.get(each.id)?.sha256 !== each.sha256 ? { id: each.id, sha256: null } : each);
      return [...known.values()];
    },
    async catalogue(file) {
      return await engines.ofFile(file)?.client.catalogue({}) ?? null;
    },
  };
}
