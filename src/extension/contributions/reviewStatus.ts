import * as vscode from 'vscode';
import { DisposableStore } from '../../core/support/disposable.ts';
import type { QueueProgress } from '../../core/model/queue.ts';
import { RemoteError } from '../../protocol/rpc.ts';
import { plain } from '../display/markdown.ts';
import { reviewText, reviewWords } from '../display/reviewStatus.ts';
import { lastQueue } from '../review/lastQueue.ts';
import { commandLink, type CommandName } from '../services/commands.ts';
import { Coalesced } from '../services/coalesced.ts';
import type { FolderEngine } from '../services/engines.ts';
import type { Services } from '../services/services.ts';

/** Nobody waits for it while the window starts. */
const afterStartMs = 3000;

async function hasIndex(folder: string): Promise<boolean> {
  return await vscode.workspace.fs.stat(vscode.Uri.joinPath(vscode.Uri.file(folder), '.casebook')).then(() => true, () => false);
}

/** Nothing in a folder whose settings name no such queue. */
async function progressIn(client: FolderEngine['client'], queue: string | null, by: string): Promise<readonly QueueProgress[]> {
  try {
    return [(await client.openQueue({ ...(queue === null ? {} : { queue }), by, limit: 1 })).queue];
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'no-such-queue') return [];
    throw error;
  }
}

/** The status bar: how far the review of the queue is that was chosen last, with a way to it. It starts no engine in a folder that has no index. */
export function reviewStatus({ changes, context, engines, log, reviewer }: Services): vscode.Disposable {
  const owned = new DisposableStore();
  const item = owned.add(vscode.window.createStatusBarItem('casebook.review', vscode.StatusBarAlignment.Left, 4));
  item.name = 'Casebook Review';
  item.command = 'casebook.review' satisfies CommandName;
  let asked = 0;

  async function show(): Promise<void> {
    const turn = ++asked;
    const by = reviewer.current();
    const of = async (queue: string | null): Promise<readonly QueueProgress[]> => {
      const opened = await Promise.all(engines.all().map(async ({ folder, hasWorkspace, client }) => (hasWorkspace && (await hasIndex(folder)) ? await progressIn(client, queue, by ?? '') : [])));
      return opened.flat().filter(({ total }) => total > 0);
    };
    const last = lastQueue(context.workspaceState);
    const chosen = last === null ? [] : await of(last);
    const first = chosen.length > 0 ? chosen : await of(null);
    // Of folders that begin with different ones only what all of them have can be told as one.
    const queues = new Set(first.map(({ id }) => id)).size > 1 ? await of('all') : first;
    if (turn !== asked) return;
    if (queues.length === 0) return item.hide();
    const words = reviewWords(queues, by);
    item.text = reviewText(queues);
    item.tooltip = new vscode.MarkdownString(`${plain(words)}\n\n[Review Traces](${commandLink('casebook.review')})`);
    item.tooltip.isTrusted = { enabledCommands: ['casebook.review'] satisfies CommandName[] };
    item.accessibilityInformation = { label: `Casebook: ${words}`, role: 'button' };
    item.show();
  }

  const look = (): void => {
    // Broken settings are told by whoever needs them; here they only mean that nothing is known.
    show().catch((error: unknown) => {
      log.info(`The status bar does not show the review: ${String(error)}`);
      item.hide();
    });
  };
  const refresh = owned.add(new Coalesced(look, 200, 1000));
  // An import tells of each batch, and is not to wait for queues to be put in order.
  const seldom = owned.add(new Coalesced(look, 1000, 10_000));
  const first = setTimeout(() => refresh.request(), afterStartMs);
  owned.add({ dispose: () => clearTimeout(first) });
  owned.add(changes.traces.event(() => seldom.request()));
  owned.add(changes.label.event(() => refresh.request()));
  owned.add(changes.queue.event(() => refresh.request()));
  owned.add(engines.onDidChangeFolders(() => refresh.request()));
  return owned;
}
