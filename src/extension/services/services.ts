import * as vscode from 'vscode';
import type { DisposableStore } from '../../core/support/disposable.ts';
import type { Log } from '../../core/support/log.ts';
import { createCaseLanguage, type CaseLanguage } from '../cases/caseLanguage.ts';
import { CaseRuns } from '../cases/caseRuns.ts';
import { RanTexts } from '../cases/ranTexts.ts';
import { indexAnswers } from '../cases/indexAnswers.ts';
import { TrajectoryTabs } from '../panel/trajectoryTabs.ts';
import { ImportReports } from '../report/importReports.ts';
import { Changes } from './changes.ts';
import { CommandRegistry } from './commands.ts';
import { createEngines, type Engines } from './engines.ts';
import { logTo } from './log.ts';
import { MediaDocuments } from './mediaDocuments.ts';
import { createNotify, type Notify } from './notify.ts';
import { ReadOnlyDocuments } from './readOnlyDocuments.ts';
import { createReviewer, type Reviewer } from './reviewer.ts';
import { TraceFocus } from './traceFocus.ts';

/** What contributions share. Made once, in `createServices`; nothing here starts work by itself. */
export type Services = {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly notify: Notify;
  readonly commands: CommandRegistry;
  readonly engines: Engines;
  readonly changes: Changes;
  readonly reviewer: Reviewer;
  readonly focus: TraceFocus;
  readonly documents: ReadOnlyDocuments;
  readonly media: MediaDocuments;
  readonly reports: ImportReports;
  readonly trajectories: TrajectoryTabs;
  readonly language: CaseLanguage;
  readonly runs: CaseRuns;
  showLog(): void;
};

/** One thing Casebook adds to the editor. What it returns is disposed with the extension. */
export type Contribution = (services: Services) => vscode.Disposable;

export function createServices(context: vscode.ExtensionContext, owned: DisposableStore): Services {
  const channel = owned.add(vscode.window.createOutputChannel('Casebook', { log: true }));
  const log = logTo(channel);
  const showLog = (): void => channel.show(true);
  const notify = createNotify(log, showLog);
  const engines = owned.add(createEngines(context, log, (sentence) => void notify.warn(sentence, 'Show Log').then((chosen) => chosen && showLog())));
  const changes = owned.add(new Changes());
  const texts = new RanTexts(context.workspaceState);
  const runs = owned.add(new CaseRuns(changes, texts, log));
  return {
    context,
    log,
    notify,
    commands: new CommandRegistry(notify),
    engines,
    changes,
    reviewer: createReviewer(),
    focus: new TraceFocus(),
    language: owned.add(createCaseLanguage({ module: context.asAbsolutePath('dist/server.js'), log, ...indexAnswers(engines, texts, runs) })),
    runs,
    documents: owned.add(new ReadOnlyDocuments()),
    media: owned.add(new MediaDocuments()),
    trajectories: owned.add(new TrajectoryTabs()),
    reports: owned.add(new ImportReports(context.workspaceState)),
    showLog,
  };
}
