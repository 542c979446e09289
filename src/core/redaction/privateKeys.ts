import type { Detector, Match } from './detector.ts';

const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Base64, line ends and their escapes, and the headers of an encrypted key. No quote: in JSON kept as text a key ends with its string. */
const body = /(?:[A-Za-z0-9+/=\s:,.]|-(?!----)|\\+[nrt])*/y;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;

/** PEM blocks, from the first line to the last, or to where the text was cut. */
export const privateKeys: Detector = {
  id: 'private-key', kind: 'secret', hints: [{ sign: '-', before: '----', behind: 'BEGIN ' }],
  *find(text): Generator<Match> {
    begin.lastIndex = 0;
    for (let opened = begin.exec(text); opened !== null; opened = begin.exec(text)) {
      body.lastIndex = begin.lastIndex;
      body.exec(text);
      const behind = body.lastIndex;
      end.lastIndex = behind;
      const stop = end.test(text) ? end.lastIndex : behind;
      yield { start: opened.index, end: stop };
      begin.lastIndex = stop;
    }
  },
};
