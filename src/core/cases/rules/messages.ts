import type { Rule } from './rule.ts';

/** Earlier turns. */
export const messages: Rule = {
  codes: { CB108: 'The last message is not the user\'s.', CB109: 'The last message and the query differ.' },
  *check(view) {
    const { messages: turns, query } = view.value;
    const last = turns?.at(-1);
    if (!turns || !last) return;
    const path = ['messages', turns.length - 1];
    if (last.role !== 'user') yield { code: 'CB108', at: [...path, 'role'], message: `The last message must be the user's; this one is from ${last.role}.` };
    else if (query !== undefined && last.content !== query) {
      yield { code: 'CB109', at: ['query'], message: 'query differs from the last message. Keep one of them.', fixes: view.remove('Drop query', ['query']) };
    }
  },
};
