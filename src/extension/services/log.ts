import type { LogOutputChannel } from 'vscode';
import type { Log } from '../../core/support/log.ts';

/** The "Casebook" output channel as the log that the rest of Casebook writes to. */
export function logTo(channel: LogOutputChannel): Log {
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error(message, error) {
      if (error === undefined) channel.error(message);
      else channel.error(message, error instanceof Error ? (error.stack ?? error.message) : error);
    },
  };
}
