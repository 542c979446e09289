import { bindings } from '../src/core/display/pageKeys.ts';
import type { Label } from '../src/core/model/label.ts';
import type { OthersSaid } from '../src/core/model/queue.ts';
import type { Parsers } from '../src/protocol/rpc.ts';
import type { TrajectoryPageEvents } from '../src/protocol/trajectoryPage.ts';

// zod would cost a page some 450 kB. The host is the side that is trusted here; shapes are checked as far as the page relies on them.

export function fields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('An event must be an object');
  return value as Readonly<Record<string, unknown>>;
}

function isLabel(value: unknown): value is Label {
  return typeof value === 'object' && value !== null && 'by' in value && typeof value.by === 'string' && 'verdict' in value;
}

function isOthersSaid(value: unknown): value is OthersSaid {
  return typeof value === 'object' && value !== null && 'seen' in value && Array.isArray(value.seen) && 'hidden' in value && typeof value.hidden === 'number';
}

export const pageEventParsers: Parsers<TrajectoryPageEvents> = {
  labelChanged: {
    parse(value) {
      const { label, others } = fields(value);
      if (label !== null && !isLabel(label)) throw new TypeError('labelChanged needs a label or null');
      return { label, ...(isOthersSaid(others) ? { others } : {}) };
    },
  },
  traceChanged: { parse: (value) => ({ removed: fields(value)['removed'] === true }) },
  act: {
    parse(value) {
      const { action } = fields(value);
      const found = bindings.find((each) => each.action === action);
      if (!found) throw new TypeError('act needs an action of the key table');
      return { action: found.action };
    },
  },
  goTo: {
    parse(value) {
      const { n, quietly } = fields(value);
      if (typeof n !== 'number') throw new TypeError('goTo needs the number of a step');
      return { n, quietly: quietly === true };
    },
  },
  keysChanged: { parse: (value) => ({ keys: fields(fields(value)['keys']) }) },
};
