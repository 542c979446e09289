import type { Detector, Match } from './detector.ts';

const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** What a key that was cut off goes on with: base64, line ends and their escapes. */
const body = /(?:[A-Za-z0-9+/=\s]|\\[nr])*/y;

/** PEM blocks, from the first line to the last, or to where the text was cut. By hand: a pattern with both ends is quadratic. */
export const privateKeys: Detector = {
  id: 'private-key', kind: 'secret', hints: [{ sign: '-', before: '----', behind: 'BEGIN ' }],
  *find(text): Generator<Match> {
    let closes = true;
    begin.lastIndex = 0;
    for (let opened = begin.exec(text); opened !== null; opened = begin.exec(text)) {
      const start = opened.index;
      const behind = begin.lastIndex;
      end.lastIndex = behind;
      const closed = closes ? end.exec(text) : null;
      if (closed === null) {
        closes = false;
        body.lastIndex = behind;
        body.exec(text);
      }
      const stop = closed === null ? Math.max(behind, body.lastIndex) : closed.index + closed[0].length;
      yield { start, end: stop };
      begin.lastIndex = stop;
    }
  },
};
