import type { Detector, Match } from './detector.ts';
import { holdsSecret } from './sensitiveNames.ts';

const element = /<(?:[A-Za-z0-9]{1,20}:)?([A-Za-z][A-Za-z0-9_.-]{4,40})(?:\s[^<>]{0,200})?>([^<>\r\n]{3,512})<\\{0,4}\/(?:[A-Za-z0-9]{1,20}:)?\1>/g;

/** `<password>…</password>`. More words than a pass phrase has are a text about it. */
export const markup: Detector = {
  id: 'named-secret', kind: 'secret',
  hints: [{ sign: '>', before: '[kK][eE][yY]|[wW][oO][rR][dD]|[pP]asswd|[pP]hrase|[sS][eE][cC][rR][eE][tT]|[tT][oO][kK][eE][nN]' }],
  *find(text): Generator<Match> {
    element.lastIndex = 0;
    for (let match = element.exec(text); match !== null; match = element.exec(text)) {
      const [whole, name = '', value = ''] = match;
      const start = match.index + whole.lastIndexOf('>', whole.length - 2) + 1;
      const resume = element.lastIndex;
      if (holdsSecret(name, value) && value.trim().split(/\s+/).length <= 5) yield { start, end: start + value.length };
      element.lastIndex = resume;
    }
  },
};
