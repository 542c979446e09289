import type { MessageRole } from '../../../src/core/model/message.ts';

/** How the speakers of a conversation are called and drawn. */
export const roles: Readonly<Record<MessageRole, { readonly words: string; readonly icon: string }>> = {
  system: { words: 'System', icon: 'settings-gear' },
  user: { words: 'User', icon: 'account' },
  assistant: { words: 'Assistant', icon: 'sparkle' },
  tool: { words: 'Tool', icon: 'tools' },
};
