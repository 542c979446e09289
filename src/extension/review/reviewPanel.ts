import * as vscode from 'vscode';
import type { ReviewTabId } from '../../core/display/reviewKeys.ts';
import { reviewPageParsers, type ReviewChange, type ReviewPageApi, type ReviewPageEvents, type ReviewWanted } from '../../protocol/reviewPage.ts';
import type { Client } from '../../protocol/rpc.ts';
import { onOwnKeys, ownKeys } from '../panel/ownKeys.ts';
import { PagePanel } from '../panel/pagePanel.ts';
import { showPage } from '../panel/showPage.ts';
import type { TraceRef } from '../services/commands.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';
import { answerReview } from './answerReview.ts';

/** The review page of a folder, in an editor tab. */
export class ReviewPanel extends PagePanel {
  readonly folder: string;
  readonly #services: Services;
  readonly #client: Client<ReviewPageEvents>;
  /** What the page is to show when it asks. */
  #wanted: ReviewWanted | null;
  /** The page has begun to listen, and was not hidden since. */
  #listens = false;
  #tab: ReviewTabId = 'queue';
  #trace: TraceRef | undefined;

  constructor(services: Services, panel: vscode.WebviewPanel, folder: string, wanted: ReviewWanted | null) {
    super(panel);
    const { changes, context } = services;
    this.folder = folder;
    this.#services = services;
    this.#wanted = wanted;
    this.#client = this.events<ReviewPageEvents>();
    this.answer<ReviewPageApi>(services, answerReview(services, folder, {
      takeWanted: () => {
        const taken = this.#wanted;
        this.#wanted = null;
        this.#listens = true;
        return taken;
      },
      showsTab: (tab) => {
        this.#tab = tab;
        this.#tellEditor();
      },
      showsTrace: (trace) => {
        if (this.#trace) services.focus.leave(this.#trace);
        this.#trace = trace === null ? undefined : { folder, trace };
        this.#focusTrace();
      },
    }), reviewPageParsers);
    this.owned.add({ dispose: () => this.#trace && services.focus.leave(this.#trace) });
    this.owned.add(panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#listens = false;
      this.#tellEditor();
      this.#focusTrace();
    }));
    this.owned.add(onOwnKeys('review', () => panel.visible && this.#tell(this.#client.keysChanged({ keys: ownKeys('review') }))));
    const what = new Set<ReviewChange>();
    // An import tells of each batch.
    const tell = this.owned.add(new Coalesced(() => {
      const told = [...what];
      what.clear();
      // A hidden page is not there; it asks anew when it is shown.
      if (this.panel.visible) this.#tell(this.#client.changed({ what: told }));
    }, 100, 1000));
    const on = (event: vscode.Event<unknown>, kind: ReviewChange, concerns: (change: unknown) => boolean = () => true): void => {
      this.owned.add(event((change) => {
        if (!concerns(change)) return;
        what.add(kind);
        tell.request();
      }));
    };
    const ofFolder = (change: unknown): boolean => (change as { readonly folder: string }).folder === folder;
    on(changes.label.event, 'labels', ofFolder);
    on(changes.traces.event, 'traces');
    on(changes.results.event, 'cases', ofFolder);
    showPage(context, panel, { page: 'review', identity: { folder }, bundle: 'review', icon: 'report' });
  }

  /** Brings the page to the front, and to what is wanted. */
  show(wanted: ReviewWanted | null): void {
    this.reveal();
    if (!wanted) return;
    if (this.#listens) this.#tell(this.#client.show({ wanted }));
    else this.#wanted = wanted;
  }

  get active(): boolean {
    return this.panel.active;
  }

  /** As if the action's key was pressed in the page. */
  act(action: string, digit: number | undefined): void {
    this.#tell(this.#client.act({ action, digit }));
  }

  /** The palette has the commands of the tab that is shown. */
  #tellEditor(): void {
    if (this.panel.active) void vscode.commands.executeCommand('setContext', 'casebook.reviewTab', this.#tab);
  }

  /** What a command without an argument means, as long as the page is in front. */
  #focusTrace(): void {
    if (!this.#trace) return;
    if (this.panel.active) this.#services.focus.show(this.#trace);
    else this.#services.focus.leave(this.#trace);
  }

  #tell(sent: Promise<unknown>): void {
    sent.catch((error: unknown) => this.#services.log.info(`The review page was not told: ${String(error)}`));
  }
}
