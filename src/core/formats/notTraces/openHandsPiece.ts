import type { NotATrace } from '../notTraces.ts';
import { isConversationState } from '../openHands/conversationState.ts';
import { isEvent } from '../openHands/eventsV1.ts';

/** One file of the folder in which OpenHands keeps a conversation. */
export const openHandsPiece: NotATrace = {
  detect({ records }) {
    const folder = 'Import the folder of the conversation, which holds base_state.json and events/.';
    if (records.some(({ value }) => isConversationState(value))) return `the state of an OpenHands conversation, without its events. ${folder}`;
    return records.some(({ value }) => isEvent(value)) ? `one event of an OpenHands conversation. ${folder}` : undefined;
  },
};
