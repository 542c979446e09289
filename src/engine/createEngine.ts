import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Config } from '../core/model/config.ts';
import { classesInUse } from '../core/model/failureClass.ts';
import type { Taxonomy } from '../core/model/failureClass.ts';
import type { Trace } from '../core/model/trace.ts';
import { withFeedback } from '../core/review/feedback.ts';
import type { Log } from '../core/support/log.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import { openStore } from '../store/openStore.ts';
import { createCaseLibrary } from './caseLibrary.ts';
import { createCatalogue } from './catalogue.ts';
import { createComparing } from './comparing.ts';
import { createSettingsFile } from './configFile.ts';
import type { EngineContext } from './context.ts';
import { createCoverage } from './coverage.ts';
import { createDoctor } from './doctor.ts';
import { createExchange } from './exchange.ts';
import { createFeedback } from './feedback.ts';
import { createFinding } from './findInTrace.ts';
import type { ImportSizes } from './importSizes.ts';
import { createImporting } from './importing.ts';
import { createJournals } from './journals.ts';
import { createLabels } from './labels.ts';
import { createLinking } from './linkTrace.ts';
import { createMadeCases } from './madeCases.ts';
import { createMaking } from './make.ts';
import { createMapMemory } from './mapMemory.ts';
import { createMarkdown } from './markdown.ts';
import { createMedia } from './media.ts';
import { createNeighbours } from './neighbours.ts';
import { createOriginals } from './originals.ts';
import { createProving } from './prove.ts';
import { createReads } from './reads.ts';
import { redactionRulesOf } from './redactionRules.ts';
import { createRebuilding } from './rebuilding.ts';
import { createReplaying } from './replay.ts';
import { createAgreement } from './review/agreement.ts';
import { createBlindReading } from './review/blindReading.ts';
import { createFailureLog } from './review/failureLog.ts';
import { createLabelled } from './review/labelled.ts';
import { createPatterns } from './review/patterns.ts';
import { createDraws } from './review/draws.ts';
import { createQueues } from './review/queues.ts';
import { createSharing } from './review/share.ts';
import { createTaxonomy } from './review/taxonomy.ts';
import { askedThroughMerges, throughMerges } from './review/throughMerges.ts';
import { createUsers } from './review/users.ts';
import { createReviewerList } from './reviewerList.ts';
import { createRowPreview } from './rowPreview.ts';
import { createRuns } from './run.ts';
import { createRunView } from './runView.ts';
import { createShownSettings } from './shownSettings.ts';
import { createTextSearching } from './searchTexts.ts';
import { createWatchedSources } from './watchedSources.ts';
import { createWorkspace } from './workspace.ts';

export type Engine = EngineApi & { close(): void };

export type CreateEngineOptions = {
  /** The workspace folder, absolute. */
  readonly workspace: string;
  /** Where the index lives when the workspace folder cannot be written, absolute. */
  readonly fallbackStorage: string;
  /** Another file for the index than the workspace's own, absolute. */
  readonly database?: string | undefined;
  /** The built write thread (store/writeThread.ts), a file or its URL: large imports then write while they go on reading. */
  readonly writeThread?: string | URL | undefined;
  /** The built read thread (engine/readThread.ts): large files of lines are then read in several of it. */
  readonly readThread?: string | URL | undefined;
  /** From where on an import is a large one. */
  readonly importSizes?: ImportSizes | undefined;
  readonly log: Log;
  readonly version?: string;
  readonly now?: () => Date;
};

/** Everything Casebook does with one workspace folder. Nothing on disk is made or changed before a call needs it. */
export function createEngine({ workspace: folder, fallbackStorage, database, writeThread, readThread, importSizes, log, version = '0.0.0', now = () => new Date() }: CreateEngineOptions): Engine {
  const workspace = createWorkspace(folder, fallbackStorage);
  if (database === undefined && workspace.locked !== undefined && !existsSync(join(workspace.index, 'casebook.db'))) {
    log.error(`${workspace.display(workspace.locked)} may not be written by you, so it is not used: your index is kept in ${workspace.index}, and holds nothing yet. Import the exports again to fill it.`);
  }
  const store = askedThroughMerges(openStore({ ...(database === undefined ? { folder: workspace.index } : { folder: dirname(database), name: basename(database) }), writeThread, log }), () => taxonomy());
  const madeCases = createMadeCases(workspace);
  const config = createSettingsFile(workspace, 'config');
  const shownConfig = createShownSettings<Config>(config, {}, { before: 'its settings are those from before', usual: 'the usual settings count' });
  /** The one trace of ours with an export's own id. */
  const nativeIdOnly = (nativeId: string): string | undefined => {
    const [found, another] = store.findNamed(nativeId).filter((each) => each.nativeId === nativeId);
    return another === undefined ? found?.id : undefined;
  };
  const written = createJournals({ workspace, log, now, reviewers: createReviewerList(shownConfig.value), traces: { generation: store.generation, idOf: nativeIdOnly } });
  const taxonomy = createSettingsFile(workspace, 'taxonomy');
  const shownTaxonomy = createShownSettings<Taxonomy>(taxonomy, { classes: [] }, { before: 'the classes are those it named before', usual: 'the classes are the built-in ones' });
  const journals = throughMerges(written, taxonomy);
  /** For what is only shown: it is, with a broken taxonomy or config.yaml, too, which is said beside. */
  const shownJournals = { ...journals, trouble: () => [journals.trouble(), shownConfig.trouble(), shownTaxonomy.trouble()].filter((sentence) => sentence !== null).join(' ') || null };
  const release = createSettingsFile(workspace, 'release');
  const feedback = createFeedback({ workspace, log, now, redaction: () => redactionRulesOf(config()), isKnown: (ref) => store.findNamed(ref).some((each) => each.id === ref || each.nativeId === ref) });
  const refresh = () => store.join({ labels: journals.labels(), cases: madeCases(), feedback: feedback.said() });

  /** A trace with what users said of it. */
  const heard = (trace: Trace): Trace => {
    const said = feedback.said();
    return withFeedback(trace, said.get(trace.id) ?? said.get(trace.nativeId));
  };

  const isBlind = (): boolean => shownConfig.value().review?.blind ?? true;
  const blind = createBlindReading({ store, journals, feedback: feedback.said, isBlind });
  const reads = createReads(workspace, store, refresh, shownJournals.trouble, blind.summaries, shownConfig.value, log);
  const context: EngineContext = {
    workspace, config, release, log, now, version,
    index: {
      readTrace(id) {
        const trace = store.readTrace(id);
        return trace && heard(trace);
      },
      readSummary(id) {
        refresh();
        return store.summary(id);
      },
      labelOf: (id) => journals.labels().get(id) ?? null,
      failingAmong(ids) {
        if (journals.labels().size === 0 && feedback.said().size === 0) return undefined;
        refresh();
        return store.failingAmong(ids);
      },
      saveResults: store.saveResults,
      lastResults: store.lastResults,
    },
  };
  const { resolve, opened, signals, looked, ...reading } = reads;
  const making = createMaking(context);
  const { linkTrace } = createLinking(context);
  const importing = createImporting(context, store, readThread, signals.apartFrom, importSizes);
  const finding = createFinding(reads);
  const library = createCaseLibrary(workspace);
  const labelled = createLabelled({ store, journals, feedback: feedback.said, library, madeCases });
  const named = (trace: string) => ({ id: trace, sha256: store.summary(trace)?.sha256 ?? '' });
  const { withSimilar, ...coverage } = createCoverage({ context, library, store, journals, feedback: feedback.said, taxonomy, inTurns: reads.inTurns });
  const memory = createMapMemory(context);
  const catalogue = createCatalogue(store, reads.inTurns);
  const notKept = new Map<string, string>();
  const runView = createRunView(context, reads.inTurns, coverage.listCases, notKept);
  const originals = createOriginals(workspace, store, resolve);
  const draws = createDraws({ store, feedback: feedback.said, config: shownConfig.value, release, refresh });
  const { stratum, ...queues } = createQueues({ journals: shownJournals, draws, library, signals, config: shownConfig.value, taxonomy: shownTaxonomy.value, release, resolve, inTurns: reads.inTurns });

  return {
    ...reading,
    async removeTraces(request, call) {
      const report = await reading.removeTraces(request, call);
      store.wipe('words');
      return report;
    },
    importFiles: memory.remembering(importing.importFiles),
    rememberMap: memory.rememberMap,
    ...createRowPreview(context, memory),
    ...createDoctor(context, store, (aside) => openStore({ folder: aside, writeThread, log })),
    ...createRebuilding(context, store, importing),
    ...createWatchedSources(context, importing),
    ...originals,
    ...createComparing(context, reads, heard, blind.summaries),
    catalogue: catalogue.catalogue,
    knownTraces: catalogue.knownTraces,
    ...createTextSearching(store, refresh, journals.trouble, looked, blind.summaries),
    findInTrace: finding.findInTrace,
    async readInsights(request, call) {
      // Whoever reads a trace searches in it next, and its texts take a fifth of the time that insights do.
      if (!request.alone) await finding.ahead(request.trace, call.signal);
      return reading.readInsights(request, call);
    },
    ...createMarkdown(opened, reading.openTrajectory, reading.readInsights),
    ...createNeighbours(store, resolve),
    ...createMedia(originals.readOriginal),
    ...createLabels({ store, journals, labelled, blind, classes: () => classesInUse(taxonomy()), shownClasses: () => classesInUse(shownTaxonomy.value()), redaction: () => redactionRulesOf(config()), resolve, stratum }),
    ...queues,
    importFeedback: feedback.importFeedback,
    ...createProving(context),
    ...createExchange(workspace),
    ...createRuns(context, notKept),
    ...createReplaying(context, reads.listTraces),
    ...runView,
    ...createPatterns({ context: { ...context, config: shownConfig.value }, store, labelled, draws, taxonomy: shownTaxonomy.value, catalogue, listRuns: runView.listRuns, trouble: shownJournals.trouble, signals, inTurns: reads.inTurns }),
    ...createTaxonomy({ isBlind, workspace, taxonomy, journals, written, labelled, library, redaction: () => redactionRulesOf(config()), named, isHere: (trace) => store.listedRow(trace) !== undefined }),
    ...createFailureLog({ store, journals: shownJournals, labelled, taxonomy: shownTaxonomy.value, classes: () => classesInUse(taxonomy()), redaction: () => redactionRulesOf(config()), named, isBlind }),
    ...createSharing({
      opened, resolve, openTrajectory: reading.openTrajectory, readInsights: reading.readInsights, now, version, trouble: shownJournals.trouble,
      labelsOf: (trace) => journals.traceLabels().get(trace), labelled: labelled.all, classes: () => classesInUse(shownTaxonomy.value()), redaction: () => redactionRulesOf(config()), isBlind, reviewer: (by) => (by === '' ? '' : journals.reviewer(by)),
    }),
    ...createAgreement({ labelled, journals: shownJournals, draws, inTurns: reads.inTurns, classes: () => classesInUse(taxonomy()), named }),
    ...createUsers({ store, journals: shownJournals, labelled, feedback: feedback.said, library, madeCases, config: shownConfig.value, taxonomy: shownTaxonomy.value, release, redaction: () => redactionRulesOf(config()), resolve, inTurns: reads.inTurns, now }),
    ...coverage,
    draftCase: (request, call) => withSimilar(making.draftCase({ ...request, trace: resolve(request.trace) }, call), call),
    casePlaces: making.casePlaces,
    proposeCase: (request, call) => withSimilar(making.proposeCase({ ...request, trace: resolve(request.trace) }, call), call),
    linkTrace: (request, call) => linkTrace({ ...request, trace: resolve(request.trace) }, call),
    makeCase: (request, call) => withSimilar(making.makeCase({ ...request, trace: resolve(request.trace) }, call), call),
    close() {
      reads.close();
      store.close();
    },
  };
}
