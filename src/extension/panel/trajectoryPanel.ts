import type * as vscode from 'vscode';
import type { Action } from '../../core/display/pageKeys.ts';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { OthersSaid } from '../../core/model/queue.ts';
import { asReadBy, othersIn } from '../../core/display/ownView.ts';
import type { TraceSummary } from '../../core/model/trajectory.ts';
import { connect, RemoteError, serve, type Client } from '../../protocol/rpc.ts';
import { trajectoryPageParsers, type TrajectoryPageApi, type TrajectoryPageEvents } from '../../protocol/trajectoryPage.ts';
import type { FirstScreen } from '../../protocol/firstScreenApi.ts';
import type { TraceRef } from '../services/commands.ts';
import { wireErrorOf } from '../services/errorSentence.ts';
import type { Services } from '../services/services.ts';
import { answerPage, standingOf } from './answerPage.ts';
import { onOwnKeys, ownKeys } from './ownKeys.ts';
import { showPage } from './showPage.ts';
import { webviewPort } from './webviewPort.ts';

/** What a page shows of the index, for comparing: the trace as it was imported and the cases made from it; and what its reviewer and others say. */
type Known = { readonly trace: string; readonly label: string };
const gone = 'gone';

function knownOf({ importedAt, cases, label }: TraceSummary, others: OthersSaid): Known {
  return { trace: JSON.stringify([importedAt, cases]), label: JSON.stringify([label, others]) };
}

/** How a page begins. */
export type Begin = { /** The step to show. */ readonly step?: number | undefined; /** The focus stays where it is. */ readonly quietly?: boolean };

/** One trace in one editor tab. */
export class TrajectoryPanel implements vscode.Disposable {
  readonly ref: TraceRef;
  readonly #panel: vscode.WebviewPanel;
  readonly #services: Services;
  readonly #owned = new DisposableStore();
  readonly #events: Client<TrajectoryPageEvents>;
  /** The step to show when the page asks for its trace. */
  #goTo: number | undefined;
  /** The page has begun to listen: it asked for its trace, and was not hidden since. */
  #listens = false;
  /** What the page was last told, to notice when the index says otherwise. */
  #known: Known | undefined;
  #closed = false;

  constructor(services: Services, panel: vscode.WebviewPanel, ref: TraceRef, { step, quietly = false }: Begin = {}) {
    this.#goTo = step;
    this.#services = services;
    this.#panel = panel;
    this.ref = ref;
    const port = webviewPort(panel.webview);
    const { client, close } = connect<TrajectoryPageEvents>(port, 'pageEvents');
    this.#events = client;
    const { handlers, first } = answerPage(services, ref, {
      step,
      quietly,
      takeStep: () => {
        const step = this.#goTo;
        this.#goTo = undefined;
        this.#listens = true;
        return step;
      },
      opened: (summary, others) => {
        this.#known = knownOf(summary, others);
      },
    });
    const stop = serve<TrajectoryPageApi>(port, 'page', handlers, trajectoryPageParsers, (error) => wireErrorOf(error, services.log));
    this.#owned.add({ dispose: stop });
    this.#owned.add({ dispose: () => close('The panel was closed') });
    this.#owned.add(panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#listens = false;
      this.#followFocus();
    }));
    // A hidden page asks anew when it is shown.
    this.#owned.add(onOwnKeys('trajectory', () => this.#panel.visible && this.#tell(this.#events.keysChanged({ keys: ownKeys('trajectory') }))));
    this.#followFocus();
    // A first screen takes the focus to its rows.
    void first.then((screen) => this.#show(quietly ? null : screen));
  }

  #show(first: FirstScreen | null): void {
    if (this.#closed) return;
    const page = (screen: FirstScreen | null) => showPage(this.#services.context, this.#panel, { page: 'trajectory', identity: this.ref, bundle: 'webview', icon: 'trajectory', first: screen });
    this.#listens = false;
    page(first);
    if (!first) return;
    // A page that was hidden starts anew, and by then is read elsewhere.
    const hidden = this.#owned.add(this.#panel.onDidChangeViewState(() => {
      if (this.#panel.visible) return;
      hidden.dispose();
      page(null);
    }));
  }

  get active(): boolean {
    return this.#panel.active;
  }

  /** As if the action's key was pressed in the page. */
  act(action: Action): void {
    this.#tell(this.#events.act({ action }));
  }

  onDidClose(listener: () => void): void {
    this.#owned.add(this.#panel.onDidDispose(listener));
  }

  get visible(): boolean {
    return this.#panel.visible;
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  reveal(step: number | undefined): void {
    // Without its column, VS Code opens it once more in the active one.
    this.#panel.reveal(this.#panel.viewColumn);
    if (step === undefined) return;
    if (this.#listens) this.#tell(this.#events.goTo({ n: step }));
    // A page in the making would not hear it, and a hidden one is not there: both ask when they begin.
    else this.#goTo = step;
  }

  /** Moves the page to a step where it stands in sight, and leaves the focus where it is. */
  point(step: number): void {
    if (this.#listens) this.#tell(this.#events.goTo({ n: step, quietly: true }));
    else this.#goTo = step;
  }

  /** Tells the page what changed in the index since it last asked. */
  async refresh(): Promise<void> {
    if (!this.#known || !this.#panel.visible) return;
    const { folder, trace } = this.ref;
    const read = await Promise.all([this.#services.engines.of(folder).client.findTrace({ trace }), standingOf(this.#services, this.ref)]).catch((error: unknown) => {
      if (error instanceof RemoteError && error.code === 'no-such-trace') return undefined;
      throw error;
    });
    const before = this.#known;
    const others = read && othersIn(read[1]);
    const now = read && others ? knownOf(asReadBy(...read), others) : { trace: gone, label: before.label };
    this.#known = now;
    if (now.trace !== before.trace) this.#tell(this.#events.traceChanged({ removed: now.trace === gone }));
    else if (read && others && now.label !== before.label) this.#tell(this.#events.labelChanged({ label: read[1].own, others }));
  }

  dispose(): void {
    this.#closed = true;
    this.#services.focus.leave(this.ref);
    this.#owned.dispose();
  }

  #tell(sent: Promise<unknown>): void {
    // A page that was closed meanwhile has nothing to be told.
    sent.catch((error: unknown) => this.#services.log.info(`A page was not told: ${String(error)}`));
  }

  #followFocus(): void {
    const { focus } = this.#services;
    if (this.#panel.active) focus.show(this.ref);
    else focus.leave(this.ref);
  }
}
