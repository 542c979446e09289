import { join } from 'node:path';
import * as vscode from 'vscode';
import { oneLine } from '../../core/display/truncate.ts';
import type { RunCase, RunHeader, ShownTrial } from '../../core/model/runView.ts';
import { UserError } from '../../core/support/errors.ts';
import type { SideRef } from '../../protocol/compareApi.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { RunPageApi, RunPageView } from '../../protocol/runPage.ts';
import { mayRun } from '../cases/trust.ts';
import { openComparison } from '../compare/openComparison.ts';
import { runSentence } from '../display/runSentence.ts';
import type { TraceRef } from '../services/commands.ts';
import type { Services } from '../services/services.ts';
import { chooseRun } from './chooseRun.ts';
import type { RunRef } from './runRef.ts';

type Wanted = { readonly caseId: string; readonly target: string; readonly trial: number; readonly variant: string | null };
type Shown = { get(): RunRef; set(run: string, header?: RunHeader): void; /** The case somebody wants to see, once. */ takeWanted(): string | null };

/** What the page of a run is answered. `shown` is which run stands in the tab; its name is empty for the newest. */
export function answerRun(services: Services, shown: Shown): Handlers<RunPageApi> {
  const { commands, engines, notify, runs } = services;
  const engine = () => engines.of(shown.get().folder);

  /** What cannot be opened takes the place of nothing. */
  async function view(signal: AbortSignal, run = shown.get().run): Promise<RunPageView> {
    const { folder } = shown.get();
    const { name, client } = engine();
    const found = await client.openRun(run === '' ? {} : { run }, { signal });
    if (found) shown.set(found.header.run, found.header);
    return { folder, name, run: found, wanted: shown.takeWanted() };
  }

  const readCase = (of: { readonly caseId: string; readonly target: string }, signal?: AbortSignal): Promise<RunCase> => engine().client.readRunCase({ run: shown.get().run, caseId: of.caseId, target: of.target }, signal ? { signal } : {});

  async function trialOf(wanted: Wanted): Promise<{ readonly of: RunCase; readonly trial: ShownTrial }> {
    const of = await readCase(wanted);
    const trial = of.trials.find((each) => each.trial === wanted.trial && each.variant === wanted.variant);
    if (!trial) throw new UserError('no-such-trial', `The run holds no trial ${wanted.trial} of ${wanted.caseId} any more.`, 'Open the run again.');
    return { of, trial };
  }

  const sideOf = ({ caseId, trial, variant }: Wanted, run = shown.get().run): SideRef => ({ run, caseId, trial, variant });

  async function compare(a: SideRef, b: SideRef, title: string): Promise<null> {
    await openComparison({ folder: shown.get().folder, a, b }, title);
    return null;
  }

  /** The spans of a trial are a file beside the run. They are read into an index of the run's own: looking at one does not make it a trace of real use. */
  async function traceOf({ of, trial }: { readonly of: RunCase; readonly trial: ShownTrial }): Promise<TraceRef> {
    const { folder } = shown.get();
    if (trial.trace) {
      const { traceId, file } = trial.trace;
      const isKnownTo = async (where: string): Promise<boolean> => (await engines.of(where).client.knownTraces({ ids: [traceId] })).length > 0;
      // Somebody imported it.
      if (await isKnownTo(folder)) return { folder, trace: traceId };
      const own = engines.isOfRun(of.folder) ? of.folder : folder;
      if (!(await isKnownTo(own))) {
        const path = join(of.folder, file);
        const { files } = await engines.of(own).client.importFiles({ paths: [path] });
        const refused = files.find(({ error }) => error !== null);
        if (refused) throw new UserError('not-read', `The spans of the trial cannot be read: ${refused.error}`, `They lie in ${path}.`);
        if (own === folder) services.changes.traces.fire();
      }
      return { folder: own, trace: traceId };
    }
    if (trial.answer === null && of.source !== null) return { folder, trace: of.source };
    // Without spans it is what the target answered: its calls, their results, the answer.
    const written = engines.isOfRun(of.folder) ? await engine().client.writeObserved({ run: of.run, caseId: of.caseId, target: of.target, trial: trial.trial, variant: trial.variant }) : null;
    if (written) {
      const { client } = engines.of(of.folder);
      const { files } = await client.importFiles({ paths: [written.file] });
      const { traces: [made] } = await client.listTraces({ inFile: files[0]?.path ?? '', limit: 1 });
      if (made) return { folder: of.folder, trace: made.id };
    }
    throw new UserError('no-spans', `The target sent no spans during this trial of ${of.caseId}.`, 'Compare it with what the case expects, or let the target export OpenTelemetry spans.');
  }

  return {
    open: (_, { signal }) => view(signal),
    readCase: (of, { signal }) => readCase(of, signal),
    async chooseRun(_, { signal }) {
      const chosen = await chooseRun(engine(), shown.get().run);
      return chosen === undefined || chosen === null ? null : view(signal, chosen);
    },
    showRun: ({ run }, { signal }) => view(signal, run),
    async openTrajectory(wanted) {
      await commands.run('casebook.openTrajectory', await traceOf(await trialOf(wanted)));
      return null;
    },
    compareExpected: (wanted) => compare({ expectedBy: wanted.caseId }, sideOf(wanted), `${wanted.caseId}: expected ↔ actual`),
    async comparePassing(wanted) {
      const { of: { passing } } = await trialOf(wanted);
      if (!passing) throw new UserError('never-passed', `No run that was kept holds a trial of ${wanted.caseId} that passed.`, 'Compare it with what the case expects.');
      return compare(sideOf({ ...wanted, trial: passing.trial, variant: passing.variant }, passing.run), sideOf(wanted), `${oneLine(wanted.caseId, 40)}: passing ↔ ${passing.run === shown.get().run ? 'failing' : 'this run'}`);
    },
    async openCase({ caseId }) {
      await commands.run('casebook.openCase', shown.get().folder, caseId);
      return null;
    },
    async runAgain({ caseIds, target }) {
      const folder = engine();
      if (!(await mayRun(folder, target, notify))) return { run: null, sentence: 'Nothing was run' };
      const [only] = caseIds;
      const report = await runs.run(folder, { cases: caseIds, ...(target === '' ? {} : { target }) }, { title: caseIds.length === 1 && only !== undefined ? `Running ${only}` : `Running ${caseIds.length} cases` });
      return { run: report.folder === null ? null : report.runId, sentence: runSentence(report) };
    },
    async resume() {
      const folder = engine();
      if (!(await mayRun(folder, undefined, notify))) return { sentence: 'Nothing was run' };
      return { sentence: runSentence(await runs.run(folder, { cases: [], resume: shown.get().run }, { title: 'Going on with the run' })) };
    },
    async runAll() {
      await commands.run('casebook.runAllCases');
      return null;
    },
    async newCase() {
      await commands.run('casebook.newCase');
      return null;
    },
    async copyMarkdown({ of }) {
      const { markdown } = await engine().client.runMarkdown({ run: shown.get().run, ...(of === undefined ? {} : { of }) });
      await vscode.env.clipboard.writeText(markdown);
      vscode.window.setStatusBarMessage(`Copied the ${of === undefined ? 'run' : 'case'} as Markdown`, 3000);
      return null;
    },
  };
}
