import type { JsonMap } from '../../model/json.ts';
import type { MessagePart } from '../../model/message.ts';
import type { At, SessionLog } from '../sessionLog.ts';
import type { Said } from './said.ts';

/** What lines of a session share as they are read. */
export type CodexLog = {
  readonly log: SessionLog;
  readonly said: Said;
  model: string | null;
  effort: string | null;
  provider: string | null;
  /** The form that the answer of the turn has to have. */
  outputSchema: JsonMap | null;
  /** The totals that were told last: they are told again when only a rate limit changed. */
  counted: string | null;
  /** The model call has been counted: what the model says next is another one. */
  begins: boolean;
};

/** Something the model said, asked for or thought. */
export function speak(context: CodexLog, parts: readonly MessagePart[], at: At, finishReason: string | null = null): void {
  const { log, said, model, provider, effort, outputSchema, begins } = context;
  const attributes = { ...(effort === null ? {} : { effort }), ...(outputSchema === null ? {} : { final_output_json_schema: outputSchema }) };
  log.assistant({ parts, begins, model, provider, finishReason, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) }, at);
  if (begins) said.newCall();
  context.begins = false;
}
