import * as vscode from 'vscode';
import type { CompareAction } from '../../core/display/pageKeys.ts';
import { comparePageParsers, type ComparePageApi, type ComparePageEvents } from '../../protocol/comparePage.ts';
import type { SideRef } from '../../protocol/compareApi.ts';
import type { Client, Handlers } from '../../protocol/rpc.ts';
import { onOwnKeys, ownKeys } from '../panel/ownKeys.ts';
import { PagePanel } from '../panel/pagePanel.ts';
import { showPage } from '../panel/showPage.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { Services } from '../services/services.ts';
import type { Sides } from './compareUri.ts';

/** Two runs side by side in one editor tab. */
export class ComparePanel extends PagePanel {
  readonly #events: Client<ComparePageEvents>;
  readonly #tell: (sent: Promise<unknown>) => void;

  constructor(services: Services, panel: vscode.WebviewPanel, { folder, a, b }: Sides) {
    super(panel);
    const { engines, commands, changes, log, reviewer } = services;
    const engine = () => engines.of(folder).client;
    let sides: { readonly a: SideRef; readonly b: SideRef } = { a, b };
    const asked = () => ({ ...sides, reader: reviewer.reader() });
    const answers: Handlers<ComparePageApi> = {
      open: (_, { signal }) => engine().compareSides(asked(), { signal }),
      pair: ({ n1, n2 }, { signal }) => engine().comparePair({ ...asked(), n1, n2 }, { signal }),
      swap(_, { signal }) {
        sides = { a: sides.b, b: sides.a };
        return engine().compareSides(asked(), { signal });
      },
      async openStep({ side, n }) {
        const ref = sides[side];
        if (!('trace' in ref)) return null;
        // A preview tab would be taken by what opens now.
        await vscode.commands.executeCommand('workbench.action.keepEditor');
        await commands.run('casebook.openTrajectory', { folder, trace: ref.trace }, n);
        return null;
      },
      async copy({ text, what }) {
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(`Copied ${what}`, 3000);
        return null;
      },
      keys: () => ({ keys: ownKeys('compare') }),
    };
    const client = this.events<ComparePageEvents>();
    this.answer<ComparePageApi>(services, answers, comparePageParsers);
    const refresh = this.owned.add(new Coalesced(() => {
      // A hidden page is not there; it asks anew when it is shown.
      if (panel.visible) this.#tell(client.changed({}));
    }));
    this.owned.add(changes.label.event(() => refresh.request()));
    this.owned.add(onOwnKeys('compare', () => panel.visible && this.#tell(client.keysChanged({ keys: ownKeys('compare') }))));
    this.#tell = (sent) => void sent.catch((error: unknown) => log.info(`A comparison was not told: ${String(error)}`));
    this.#events = client;
    showPage(services.context, panel, { page: 'compare', identity: {}, bundle: 'compare', icon: 'trajectory' });
  }

  get active(): boolean {
    return this.panel.active;
  }

  /** As if the action's key was pressed in the page. */
  act(action: CompareAction): void {
    this.#tell(this.#events.act({ action }));
  }
}
