import * as vscode from 'vscode';
import { formatCount } from '../../core/display/numbers.ts';
import { UserError } from '../../core/support/errors.ts';
import { RemoteError } from '../../protocol/rpc.ts';
import { linkedTrace } from '../panel/traceLink.ts';
import type { Services } from '../services/services.ts';

/** `vscode://casebook.casebook/trace/<id>?step=8` opens the trace at the step, in whichever folder of the window has it. */
export function traceLinks({ commands, engines, notify }: Services): vscode.Disposable {
  async function follow(uri: vscode.Uri): Promise<void> {
    const linked = linkedTrace(uri);
    if (!linked) return void notify.warn(`${uri.toString(true)} is no link that Casebook knows. Links to traces end in /trace/ and an id.`);
    const { trace, step } = linked;
    for (const { folder, client } of engines.all()) {
      try {
        const { id, spans } = await client.findTrace({ trace });
        const isThere = step === undefined || step <= spans;
        await commands.run('casebook.openTrajectory', { folder, trace: id }, isThere ? step : undefined);
        if (!isThere) void notify.warn(`The trace has no step ${formatCount(step)}. It is open at another one; whoever made the link may have had more of the run.`);
        return;
      } catch (error) {
        if (!(error instanceof RemoteError && error.code === 'no-such-trace')) throw error;
      }
    }
    throw new UserError('not-imported', `The trace ${trace} is not imported in this window.`, 'Import its export, or open the folder that has it, and follow the link again.');
  }

  return vscode.window.registerUriHandler({
    handleUri: (uri) => follow(uri).catch((error: unknown) => notify.error(error)),
  });
}
