import * as vscode from 'vscode';
import { UserError } from '../../core/support/errors.ts';
import { RemoteError } from '../../protocol/rpc.ts';
import { linkedTrace } from '../panel/traceLink.ts';
import type { Services } from '../services/services.ts';

/** `vscode://casebook.casebook/trace/<id>?step=8` opens the trace at the step, in whichever folder of the window has it. */
export function traceLinks({ commands, engines, notify }: Services): vscode.Disposable {
  async function follow(uri: vscode.Uri): Promise<void> {
    const linked = linkedTrace(uri);
    if (!linked) throw new UserError('no-such-link', `${uri.toString(true)} is no link that Casebook knows.`, 'Links to traces end in /trace/ and an id.');
    for (const { folder, client } of engines.all()) {
      try {
        const { id } = await client.findTrace({ trace: linked.trace });
        return void (await commands.run('casebook.openTrajectory', { folder, trace: id }, linked.step));
      } catch (error) {
        if (!(error instanceof RemoteError && error.code === 'no-such-trace')) throw error;
      }
    }
    throw new UserError('no-such-trace', `The trace ${linked.trace} is not imported in this window.`, 'Open the folder that has it, or import its export, and follow the link again.');
  }

  return vscode.window.registerUriHandler({
    handleUri: (uri) => follow(uri).catch((error: unknown) => notify.error(error)),
  });
}
