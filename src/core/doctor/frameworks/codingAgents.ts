import type { Framework } from '../framework.ts';

const logs: ReadonlySet<string> = new Set([
  'claude-code', 'codex', 'codex-exec', 'gemini-cli', 'qwen-code', 'copilot-chat', 'copilot-cli', 'opencode', 'opencode-events', 'cursor', 'cursor-store', 'droid', 'grok', 'kimi-cli', 'kimi-code', 'pi', 'hermes', 'antigravity', 'anthropic-managed-agents',
  'openhands-v0', 'openhands-v1', 'swe-agent', 'mini-swe-agent',
]);

/** Their logs are written for the agent's own use: no setting adds to them. */
export const codingAgents: Framework = {
  id: 'coding-agents',
  title: 'Coding agents\' own logs',
  recognise: ({ formats }) => [...formats].flatMap((id) => (logs.has(id) ? [`format ${id}`] : []))[0],
  settings: [],
  never: [
    { fields: ['toolsConsidered'], words: 'The list of tools the model could choose from is in its requests, which most of these logs leave out.' },
    { fields: ['feedback'], words: 'Whether the change was accepted, edited or thrown away happens in the editor or in review, after the log.' },
    { fields: ['user'], words: 'Who sat at the keyboard is not written down: the log lies in that person\'s home.' },
    { fields: ['why'], words: 'Reasoning that the vendor encrypts or leaves out cannot be read; what remains is what the model said before its call.' },
    { fields: ['query', 'response', 'arguments', 'results'], words: 'A log that breaks off belongs to a session that was broken off or still runs: import it again when it has ended.' },
    { fields: ['model', 'session'], words: 'Some agents and versions write down neither which model answered nor which conversation it was.' },
    { fields: ['tokens', 'context'], words: 'Tokens stand in the log only where the vendor\'s answer was kept with them; logs of some versions have none.' },
    { fields: ['times'], words: 'Messages have the time they were written at, or none: how long a call took is known only where the log says when it began.' },
  ],
};
