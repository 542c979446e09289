import { compareBindings } from '../../src/core/display/pageKeys.ts';
import type { ComparePageEvents } from '../../src/protocol/comparePage.ts';
import type { Parsers } from '../../src/protocol/rpc.ts';
import { fields } from '../pageEvents.ts';

export const compareEventParsers: Parsers<ComparePageEvents> = {
  changed: { parse: () => ({}) },
  act: {
    parse(value) {
      const { action } = fields(value);
      const found = compareBindings.find((each) => each.action === action);
      if (!found) throw new TypeError('act needs an action of the key table');
      return { action: found.action };
    },
  },
  keysChanged: { parse: (value) => ({ keys: fields(fields(value)['keys']) }) },
};
